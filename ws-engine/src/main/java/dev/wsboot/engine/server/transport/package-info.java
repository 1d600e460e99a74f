/**
 * How bytes come in and go out: the socket of a connection, as the connection sees it.
 */
@NullMarked
package dev.wsboot.engine.server.transport;

import org.jspecify.annotations.NullMarked;
