/**
 * Speaks JSON-RPC 2.0 with the client of a session.
 */
@NullMarked
package dev.wsboot.internal.jsonrpc;

import org.jspecify.annotations.NullMarked;
