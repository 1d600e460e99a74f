/**
 * Binds the values of a handshake to parameters.
 */
@NullMarked
package dev.wsboot.internal.handshake;

import org.jspecify.annotations.NullMarked;
