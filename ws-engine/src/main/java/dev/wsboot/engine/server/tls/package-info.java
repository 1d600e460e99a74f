/**
 * TLS between a connection and its socket.
 */
@NullMarked
package dev.wsboot.engine.server.tls;

import org.jspecify.annotations.NullMarked;
