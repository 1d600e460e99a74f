/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.argument;

import java.util.Optional;

import dev.wsboot.endpoint.InvalidSessionAttributeException;
import dev.wsboot.internal.invocation.Invocation;
import dev.wsboot.internal.invocation.ParameterResolver;
import dev.wsboot.internal.model.Absence;
import dev.wsboot.internal.model.HandlerKind;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;
import org.springframework.web.bind.annotation.SessionAttribute;

/**
 * Provides the current value of a session attribute for a parameter annotated with
 * {@link SessionAttribute}. Immutable.
 *
 * @param name the name of the attribute
 * @param type the type that the attribute must have
 * @param absence the argument if the attribute is missing
 */
record SessionAttributeParameter(String name, Class<?> type, Absence absence) implements ParameterResolver {

	@Override
	public @Nullable Object resolve(Invocation invocation) {
		Object value = invocation.session().attributes().get(this.name);
		if (value != null && !this.type.isInstance(value)) {
			throw new InvalidSessionAttributeException(this.name,
					"is a " + value.getClass().getName() + ", not a " + this.type.getName());
		}
		return this.absence.orInstead(
				(value != null && this.absence == Absence.EMPTY_OPTIONAL) ? Optional.of(value) : value,
				() -> new InvalidSessionAttributeException(this.name, "is missing"));
	}

	/** Plans parameters with the annotation. */
	static final class Factory implements ParameterFactory {

		@Override
		public boolean supports(ParameterContext context) {
			return context.parameter().hasParameterAnnotation(SessionAttribute.class);
		}

		@Override
		public ParameterResolver plan(ParameterContext context) {
			MethodParameter parameter = context.parameter();
			SessionAttribute annotation = parameter.getParameterAnnotation(SessionAttribute.class);
			Assert.state(annotation != null, "Not annotated");
			String name = annotation.name().isEmpty() ? parameter.getParameterName() : annotation.name();
			if (!StringUtils.hasText(name)) {
				throw context.location()
					.mistake("has no name", "Name it in its annotation, or compile with -parameters");
			}
			Class<?> type = parameter.nestedIfOptional().getNestedParameterType();
			Absence absence = Absence.of(context.location(), parameter, annotation.required(),
					"Use a wrapper type or Optional");
			return new SessionAttributeParameter(name, ClassUtils.resolvePrimitiveIfNecessary(type), absence);
		}

		@Override
		public String describe(HandlerKind kind) {
			return "@SessionAttribute";
		}

	}

}
