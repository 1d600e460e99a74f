/**
 * Streams of many messages, in both directions, and messages in fragments.
 */
@NullMarked
package dev.wsboot.internal.stream;

import org.jspecify.annotations.NullMarked;
