/**
 * Reads and writes JSON, and divides JSON texts without reading them.
 */
@NullMarked
package dev.wsboot.internal.json;

import org.jspecify.annotations.NullMarked;
