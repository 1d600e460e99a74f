/**
 * Serves endpoints: decides about handshakes, and calls the handlers of each session.
 */
@NullMarked
package dev.wsboot.internal.session;

import org.jspecify.annotations.NullMarked;
