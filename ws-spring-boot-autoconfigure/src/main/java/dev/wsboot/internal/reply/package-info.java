/**
 * Sends the return values of handler methods: one message or several, at once or later,
 * whole or in fragments, to one session or to many.
 */
@NullMarked
package dev.wsboot.internal.reply;

import org.jspecify.annotations.NullMarked;
