/**
 * What applications meet of JSON-RPC 2.0 (https://www.jsonrpc.org/specification). How it
 * is spoken is up to {@code dev.wsboot.endpoint}.
 */
@NullMarked
package dev.wsboot.jsonrpc;

import org.jspecify.annotations.NullMarked;
