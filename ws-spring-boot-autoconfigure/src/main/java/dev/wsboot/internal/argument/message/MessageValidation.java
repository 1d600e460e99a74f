/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.argument.message;

import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.wsboot.endpoint.InvalidMessageException;
import dev.wsboot.endpoint.MessageValidationException;
import dev.wsboot.internal.invocation.ParameterResolver;
import dev.wsboot.internal.invocation.Violations;
import dev.wsboot.internal.model.Location;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.util.ClassUtils;
import org.springframework.validation.BeanPropertyBindingResult;
import org.springframework.validation.FieldError;
import org.springframework.validation.ObjectError;
import org.springframework.validation.SmartValidator;
import org.springframework.validation.annotation.Validated;
import org.springframework.validation.annotation.ValidationAnnotationUtils;

/**
 * Validates messages for parameters annotated with {@code @Valid} or
 * {@link org.springframework.validation.annotation.Validated}. Planned at startup; safe
 * to use from any thread.
 */
public final class MessageValidation {

	private static final String CONSTRAINT = "jakarta.validation.Constraint";

	private static final boolean HIBERNATE = ClassUtils.isPresent(
			"org.hibernate.validator.messageinterpolation.HibernateMessageInterpolatorContext",
			MessageValidation.class.getClassLoader());

	private final SmartValidator validator;

	private final Object[] hints;

	private final String place;

	private MessageValidation(SmartValidator validator, Object[] hints, String place) {
		this.validator = validator;
		this.hints = hints;
		this.place = place;
	}

	/**
	 * Adds validation to the resolver of a parameter that is annotated for validation.
	 * @param beanFactory the bean factory with the validator
	 * @param location the location of the parameter
	 * @param parameter the parameter
	 * @param place the path of the value in messages; empty for complete messages
	 * @param argument the resolver of the value
	 * @return the resolver with validation, or the given resolver
	 */
	static ParameterResolver around(BeanFactory beanFactory, Location location, MethodParameter parameter, String place,
			ParameterResolver argument) {
		for (Annotation annotation : parameter.getParameterAnnotations()) {
			Object @Nullable [] hints = ValidationAnnotationUtils.determineValidationHints(annotation);
			if (hints != null) {
				SmartValidator validator = beanFactory.getBeanProvider(SmartValidator.class).getIfUnique();
				if (validator == null) {
					throw location.mistake("is to be validated, but there is no validator",
							"Add spring-boot-starter-validation, or mark one of several validators as @Primary");
				}
				MessageValidation validation = new MessageValidation(
						HIBERNATE ? BoundedValidator.of(validator, Violations.MAX) : validator, hints, place);
				return (call) -> validation.check(argument.resolve(call));
			}
		}
		return argument;
	}

	/**
	 * Fails the start if a parameter is annotated for validation whose content cannot be
	 * validated.
	 * @param location the location of the parameter
	 * @param parameter the parameter
	 */
	static void checkIsNotAskedFor(Location location, MethodParameter parameter) {
		for (Annotation annotation : parameter.getParameterAnnotations()) {
			if (ValidationAnnotationUtils.determineValidationHints(annotation) != null) {
				throw location.mistake("is to be validated, but is read as it arrives",
						"Validate what is read from it, or take the whole message");
			}
		}
	}

	/**
	 * Fails the start if nothing validates a parameter's own constraints.
	 * @param location the location of the parameter
	 * @param parameter the parameter
	 */
	public static void checkConstraints(Location location, MethodParameter parameter) {
		for (Annotation annotation : parameter.getParameterAnnotations()) {
			if (MergedAnnotations.from(annotation.annotationType()).isPresent(CONSTRAINT)
					&& !AnnotatedElementUtils.hasAnnotation(location.type(), Validated.class)) {
				throw location.mistake(
						"has @" + annotation.annotationType().getSimpleName()
								+ ", but nothing validates the bean's methods",
						"Annotate the class with @Validated, or the parameter with @Valid and the fields of its type "
								+ "with the constraints");
			}
		}
	}

	private @Nullable Object check(@Nullable Object value) {
		List<InvalidMessageException.Violation> violations = new ArrayList<>();
		Object content = (value instanceof Optional<?> optional) ? optional.orElse(null) : value;
		if (content instanceof Map<?, ?> map) {
			for (Map.Entry<?, ?> entry : map.entrySet()) {
				if (violations.size() > Violations.MAX) {
					break;
				}
				validate(entry.getKey(), entry.getValue(), violations);
			}
		}
		else if (content instanceof Object[] || content instanceof Collection<?>) {
			int index = 0;
			for (Object element : (content instanceof Object[] array) ? Arrays.asList(array)
					: (Collection<?>) content) {
				if (violations.size() > Violations.MAX) {
					break;
				}
				validate(index++, element, violations);
			}
		}
		else {
			validate(null, content, violations);
		}
		if (!violations.isEmpty()) {
			throw new MessageValidationException(Violations.limited(violations));
		}
		return value;
	}

	/**
	 * Validates a bean.
	 * @param key the key of the bean in a container; {@code null} for a complete message
	 * @param value the bean
	 * @param violations the list to which violations are added
	 */
	private void validate(@Nullable Object key, @Nullable Object value,
			List<InvalidMessageException.Violation> violations) {
		if (value == null || !this.validator.supports(value.getClass())) {
			return;
		}
		BeanPropertyBindingResult result = new BeanPropertyBindingResult(value, "message");
		this.validator.validate(value, result, this.hints);
		if (!result.hasErrors()) {
			return;
		}
		String path = (key != null) ? this.place + "[" + key + "]" : this.place;
		for (ObjectError error : result.getAllErrors()) {
			String field = (error instanceof FieldError fieldError) ? fieldError.getField() : "";
			String message = error.getDefaultMessage();
			violations.add(new InvalidMessageException.Violation(
					(path.isEmpty() || field.isEmpty()) ? path + field : path + "." + field,
					(message != null) ? message : "is invalid"));
		}
	}

}
