/**
 * A sample application that uses the starter.
 */
@NullMarked
package dev.wsboot.sample;

import org.jspecify.annotations.NullMarked;
