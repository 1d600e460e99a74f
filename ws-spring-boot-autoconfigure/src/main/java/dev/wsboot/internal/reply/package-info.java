/**
 * Sends what handler methods return: one message, many, later, in fragments, to the
 * session or to many.
 */
@NullMarked
package dev.wsboot.internal.reply;

import org.jspecify.annotations.NullMarked;
