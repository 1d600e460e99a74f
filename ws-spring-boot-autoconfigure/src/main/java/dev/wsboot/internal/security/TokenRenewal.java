/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.security;

import dev.wsboot.engine.WsSession;
import dev.wsboot.internal.jsonrpc.RpcAuthentication;
import dev.wsboot.security.WsSecurityChain;

import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.AuthenticationException;

/**
 * Renews the identity of sessions by the tokens that the chain checks. Safe to use from
 * any thread.
 *
 * @param chain the chain
 */
public record TokenRenewal(WsSecurityChain chain) implements RpcAuthentication {

	@Override
	public boolean renew(WsSession session, String token) {
		try {
			this.chain.renew(session, token);
			return true;
		}
		catch (AuthenticationServiceException ex) {
			// says nothing about the client
			throw ex;
		}
		catch (AuthenticationException | IllegalArgumentException ex) {
			return false;
		}
	}

}
