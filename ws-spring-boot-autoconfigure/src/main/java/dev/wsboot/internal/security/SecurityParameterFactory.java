/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.security;

import java.lang.annotation.Annotation;
import java.util.function.Function;

import dev.wsboot.internal.argument.ParameterContext;
import dev.wsboot.internal.argument.ParameterFactory;
import dev.wsboot.internal.invocation.ParameterResolver;
import dev.wsboot.internal.model.HandlerKind;
import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.core.annotation.CurrentSecurityContext;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolderStrategy;

/**
 * Plans parameters that an annotation fills with a part of the security context. Used at
 * startup.
 */
public final class SecurityParameterFactory implements ParameterFactory {

	private final Class<? extends Annotation> annotation;

	private final SecurityContextHolderStrategy holder;

	private final Function<SecurityContext, @Nullable Object> part;

	private SecurityParameterFactory(Class<? extends Annotation> annotation, SecurityContextHolderStrategy holder,
			Function<SecurityContext, @Nullable Object> part) {
		this.annotation = annotation;
		this.holder = holder;
		this.part = part;
	}

	/**
	 * Returns the factory for {@link AuthenticationPrincipal}.
	 * @param holder holds the security context of a call
	 * @return the factory
	 */
	public static SecurityParameterFactory ofPrincipal(SecurityContextHolderStrategy holder) {
		return new SecurityParameterFactory(AuthenticationPrincipal.class, holder, (context) -> {
			Authentication client = context.getAuthentication();
			return (client != null) ? client.getPrincipal() : null;
		});
	}

	/**
	 * Returns the factory for {@link CurrentSecurityContext}.
	 * @param holder holds the security context of a call
	 * @return the factory
	 */
	public static SecurityParameterFactory ofContext(SecurityContextHolderStrategy holder) {
		return new SecurityParameterFactory(CurrentSecurityContext.class, holder, (context) -> context);
	}

	private MergedAnnotation<? extends Annotation> find(ParameterContext context) {
		return MergedAnnotations.from(context.parameter().getParameterAnnotations()).get(this.annotation);
	}

	@Override
	public boolean supports(ParameterContext context) {
		return find(context).isPresent();
	}

	@Override
	public ParameterResolver plan(ParameterContext context) {
		MergedAnnotation<? extends Annotation> found = find(context);
		return new SecurityParameter(context, this.holder, this.part, found.getString("expression"),
				found.getBoolean("errorOnInvalidType"));
	}

	@Override
	public String describe(HandlerKind kind) {
		return "@" + this.annotation.getSimpleName();
	}

}
