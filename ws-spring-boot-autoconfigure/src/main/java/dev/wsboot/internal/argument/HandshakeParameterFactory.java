/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.argument;

import java.lang.annotation.Annotation;
import java.util.function.Function;

import dev.wsboot.internal.handshake.HandshakeSource;
import dev.wsboot.internal.invocation.ParameterResolver;
import dev.wsboot.internal.model.HandlerKind;

import org.springframework.util.Assert;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ValueConstants;

/**
 * Plans parameters whose annotation names a value of the handshake. Immutable.
 *
 * @param <A> the annotation
 * @param annotation the annotation
 * @param declaration the function that reads the annotation
 */
record HandshakeParameterFactory<A extends Annotation>(Class<A> annotation,
		Function<A, HandshakeDeclaration> declaration) implements ParameterFactory {

	static final ParameterFactory PATH_VARIABLE = new HandshakeParameterFactory<>(PathVariable.class,
			(variable) -> HandshakeDeclaration.of(HandshakeSource.PATH_VARIABLE, variable.name(), variable.required(),
					ValueConstants.DEFAULT_NONE));

	static final ParameterFactory REQUEST_PARAM = new HandshakeParameterFactory<>(RequestParam.class,
			(param) -> HandshakeDeclaration.of(HandshakeSource.REQUEST_PARAM, param.name(), param.required(),
					param.defaultValue()));

	static final ParameterFactory REQUEST_HEADER = new HandshakeParameterFactory<>(RequestHeader.class,
			(header) -> HandshakeDeclaration.of(HandshakeSource.REQUEST_HEADER, header.name(), header.required(),
					header.defaultValue()));

	static final ParameterFactory COOKIE = new HandshakeParameterFactory<>(CookieValue.class,
			(cookie) -> HandshakeDeclaration.of(HandshakeSource.COOKIE, cookie.name(), cookie.required(),
					cookie.defaultValue()));

	@Override
	public boolean supports(ParameterContext context) {
		return context.parameter().hasParameterAnnotation(this.annotation);
	}

	@Override
	public ParameterResolver plan(ParameterContext context) {
		A present = context.parameter().getParameterAnnotation(this.annotation);
		Assert.state(present != null, "Not annotated");
		return this.declaration.apply(present).plan(context);
	}

	@Override
	public String describe(HandlerKind kind) {
		return "@" + this.annotation.getSimpleName();
	}

}
