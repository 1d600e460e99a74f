/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.argument;

import dev.wsboot.internal.handshake.HandshakeSource;
import dev.wsboot.internal.invocation.ParameterResolver;
import dev.wsboot.internal.model.HandlerKind;

import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.ValueConstants;

/**
 * Plans parameters that take all headers of the handshake. Stateless.
 */
final class HttpHeadersParameterFactory implements ParameterFactory {

	@Override
	public boolean supports(ParameterContext context) {
		return context.type() == HttpHeaders.class;
	}

	@Override
	public ParameterResolver plan(ParameterContext context) {
		return HandshakeDeclaration.of(HandshakeSource.REQUEST_HEADER, "", true, ValueConstants.DEFAULT_NONE)
			.plan(context);
	}

	@Override
	public String describe(HandlerKind kind) {
		return "HttpHeaders";
	}

}
