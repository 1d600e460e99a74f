/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.argument.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import jakarta.validation.ElementKind;
import jakarta.validation.MessageInterpolator;
import jakarta.validation.Path;
import jakarta.validation.ValidationException;
import org.hibernate.validator.HibernateValidatorFactory;
import org.hibernate.validator.messageinterpolation.HibernateMessageInterpolatorContext;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;
import org.springframework.validation.BindingResult;
import org.springframework.validation.Errors;
import org.springframework.validation.FieldError;
import org.springframework.validation.SmartValidator;
import org.springframework.validation.beanvalidation.LocalValidatorFactoryBean;
import org.springframework.validation.beanvalidation.SpringValidatorAdapter;

/**
 * Validates with Hibernate Validator, and stops at a maximum number of violations: a
 * message of one megabyte may have a hundred thousand, and creating each violation costs
 * more than the validation. Bean Validation itself stops at the first violation, or at
 * none. Safe to use from any thread.
 */
final class BoundedValidator implements SmartValidator {

	/** The violations that the validation of this thread has found so far. */
	private static final ThreadLocal<@Nullable List<FieldError>> FOUND = new ThreadLocal<>();

	private final SpringValidatorAdapter validator;

	private BoundedValidator(SpringValidatorAdapter validator) {
		this.validator = validator;
	}

	/**
	 * Limits the violations of a validator, if its type allows that. Hibernate Validator
	 * must be present.
	 * @param validator the application's validator
	 * @param limit the number of violations after which the rest is not validated
	 * @return a validator that stops at the limit, or the given one
	 */
	static SmartValidator of(SmartValidator validator, int limit) {
		if (!(validator instanceof LocalValidatorFactoryBean factory) || !isHibernate(factory)) {
			return validator;
		}
		MessageInterpolator counted = new CountedMessages(factory.getMessageInterpolator(), limit);
		return new BoundedValidator(
				new SpringValidatorAdapter(factory.usingContext().messageInterpolator(counted).getValidator()));
	}

	private static boolean isHibernate(LocalValidatorFactoryBean factory) {
		try {
			return factory.unwrap(HibernateValidatorFactory.class) != null;
		}
		catch (ValidationException ex) {
			return false;
		}
	}

	@Override
	public boolean supports(Class<?> type) {
		return this.validator.supports(type);
	}

	@Override
	public void validate(Object target, Errors errors) {
		validate(target, errors, new Object[0]);
	}

	@Override
	public void validate(Object target, Errors errors, Object... hints) {
		try {
			this.validator.validate(target, errors, hints);
			if (errors.hasErrors()) {
				FOUND.remove();
			}
		}
		catch (EnoughException ex) {
			Assert.isInstanceOf(BindingResult.class, errors);
			ex.found.forEach(((BindingResult) errors)::addError);
		}
		catch (RuntimeException | Error ex) {
			FOUND.remove();
			throw ex;
		}
	}

	/**
	 * Collects the violations of a validation, whose messages are interpolated one by
	 * one.
	 */
	private record CountedMessages(MessageInterpolator messages, int limit) implements MessageInterpolator {

		@Override
		public String interpolate(String template, Context context) {
			return add(context, this.messages.interpolate(template, context));
		}

		@Override
		public String interpolate(String template, Context context, Locale locale) {
			return add(context, this.messages.interpolate(template, context, locale));
		}

		private String add(Context context, String message) {
			List<FieldError> found = FOUND.get();
			if (found == null) {
				found = new ArrayList<>();
				FOUND.set(found);
			}
			Path path = context.unwrap(HibernateMessageInterpolatorContext.class).getPropertyPath();
			found.add(new FieldError("message", field(path), message));
			if (found.size() > this.limit) {
				FOUND.remove();
				throw new EnoughException(found);
			}
			return message;
		}

		/** Names fields as {@link SpringValidatorAdapter} does. */
		private static String field(Path path) {
			StringBuilder field = new StringBuilder();
			for (Path.Node node : path) {
				Object place = place(node);
				if (place != null && !field.isEmpty()) {
					field.append('[').append(place).append(']');
				}
				String name = node.getName();
				if (name != null && node.getKind() == ElementKind.PROPERTY && !name.startsWith("<")) {
					field.append(field.isEmpty() ? "" : ".").append(name);
				}
			}
			return field.toString();
		}

		private static @Nullable Object place(Path.Node node) {
			return (node.getIndex() != null) ? node.getIndex() : node.getKey();
		}

	}

	/**
	 * Thrown to end a validation, since the validator rethrows no other type of
	 * exception.
	 */
	private static final class EnoughException extends ValidationException {

		private static final long serialVersionUID = 1L;

		private final transient List<FieldError> found;

		EnoughException(List<FieldError> found) {
			this.found = found;
		}

		@Override
		public synchronized Throwable fillInStackTrace() {
			return this;
		}

	}

}
