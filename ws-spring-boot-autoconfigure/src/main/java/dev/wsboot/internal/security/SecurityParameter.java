/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.security;

import java.util.Optional;
import java.util.function.Function;

import dev.wsboot.endpoint.MissingPrincipalException;
import dev.wsboot.internal.argument.ParameterContext;
import dev.wsboot.internal.invocation.Invocation;
import dev.wsboot.internal.invocation.ParameterResolver;
import dev.wsboot.internal.model.Absence;
import org.jspecify.annotations.Nullable;

import org.springframework.context.expression.BeanFactoryResolver;
import org.springframework.core.MethodParameter;
import org.springframework.expression.Expression;
import org.springframework.expression.ParseException;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.expression.spel.support.StandardEvaluationContext;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * Fills a parameter with a part of the security context of the call. Safe to use from any
 * thread.
 */
final class SecurityParameter implements ParameterResolver {

	private final ParameterContext context;

	private final SecurityContextHolderStrategy holder;

	private final Function<SecurityContext, @Nullable Object> part;

	private final @Nullable Expression expression;

	private final BeanFactoryResolver beans;

	/** Whether a value of another type is an error, and not an absent value. */
	private final boolean strict;

	private final Class<?> type;

	private final Absence absence;

	/**
	 * Plans a parameter.
	 * @param context the parameter
	 * @param holder holds the security context of a call
	 * @param part the part of the security context
	 * @param expression an expression of SpEL for a part of that, or an empty text
	 * @param strict whether a value of another type is an error for a parameter that may
	 * be absent
	 */
	SecurityParameter(ParameterContext context, SecurityContextHolderStrategy holder,
			Function<SecurityContext, @Nullable Object> part, String expression, boolean strict) {
		this.context = context;
		this.holder = holder;
		this.part = part;
		this.expression = StringUtils.hasLength(expression) ? parse(context, expression) : null;
		this.beans = new BeanFactoryResolver(context.endpoint().beanFactory());
		MethodParameter content = context.parameter().nestedIfOptional();
		this.type = ClassUtils.resolvePrimitiveIfNecessary(content.getNestedParameterType());
		this.absence = Absence.of(context.parameter());
		this.strict = strict || this.absence == Absence.REQUIRED;
	}

	private static Expression parse(ParameterContext context, String expression) {
		try {
			return new SpelExpressionParser().parseExpression(expression);
		}
		catch (ParseException ex) {
			throw context.location()
				.mistake("has the invalid expression '" + expression + "': " + ex.getSimpleMessage(),
						"Correct the expression of the annotation");
		}
	}

	@Override
	public @Nullable Object resolve(Invocation invocation) {
		Object value = this.part.apply(this.holder.getContext());
		if (value != null && this.expression != null) {
			StandardEvaluationContext evaluation = new StandardEvaluationContext(value);
			evaluation.setBeanResolver(this.beans);
			value = this.expression.getValue(evaluation);
		}
		if (value != null && !this.type.isInstance(value)) {
			if (this.strict) {
				throw new IllegalStateException("The security context has a " + value.getClass().getName() + ", but "
						+ this.context.location() + " takes a " + this.type.getName());
			}
			value = null;
		}
		return this.absence.orInstead(
				(value != null && this.absence == Absence.EMPTY_OPTIONAL) ? Optional.of(value) : value,
				() -> new MissingPrincipalException(
						"Nobody is logged in, but " + this.context.location() + " needs the identity"));
	}

}
