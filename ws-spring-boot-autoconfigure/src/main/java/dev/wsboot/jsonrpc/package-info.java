/**
 * JSON-RPC 2.0 (https://www.jsonrpc.org/specification). Applications meet
 * {@link dev.wsboot.jsonrpc.JsonRpcSession} and
 * {@link dev.wsboot.jsonrpc.JsonRpcException}; the rest turns texts into messages and
 * back, without a session, thread or clock.
 */
@NullMarked
package dev.wsboot.jsonrpc;

import org.jspecify.annotations.NullMarked;
