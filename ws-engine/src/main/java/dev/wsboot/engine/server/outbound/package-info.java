/**
 * Sending: the outbound queue of a connection, its writer, and the overflow policies.
 */
@NullMarked
package dev.wsboot.engine.server.outbound;

import org.jspecify.annotations.NullMarked;
