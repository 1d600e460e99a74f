/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.jsonrpc;

import dev.wsboot.engine.WsSession;

/**
 * Renews the identity of sessions by the request {@code rpc.authenticate}. Safe to use
 * from any thread.
 */
public interface RpcAuthentication {

	/** The name of the method, which JSON-RPC reserves for extensions. */
	String METHOD = "rpc.authenticate";

	/**
	 * Checks a token and renews the identity of a session. May block.
	 * @param session the session
	 * @param token the token
	 * @return {@code false} if the token is invalid, or of another user
	 */
	boolean renew(WsSession session, String token);

}
