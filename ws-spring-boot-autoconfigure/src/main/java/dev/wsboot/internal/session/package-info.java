/**
 * Serves endpoints: decides handshakes and calls the handlers of each session.
 */
@NullMarked
package dev.wsboot.internal.session;

import org.jspecify.annotations.NullMarked;
