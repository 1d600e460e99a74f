/**
 * Reads and writes JSON, and takes JSON texts apart without reading them.
 */
@NullMarked
package dev.wsboot.internal.json;

import org.jspecify.annotations.NullMarked;
