package dev.wsboot.endpoint;

import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.MergedAnnotations;
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
final class MessageValidation {

	private static final String CONSTRAINT = "jakarta.validation.Constraint";

	/**
	 * The largest number of violations that one exception names: a short message may have
	 * very many elements, and all violations would be sent back.
	 */
	static final int MAX_VIOLATIONS = 100;

	private final SmartValidator validator;

	private final Object[] hints;

	private final String place;

	private MessageValidation(SmartValidator validator, Object[] hints, String place) {
		this.validator = validator;
		this.hints = hints;
		this.place = place;
	}

	/**
	 * Adds the validation to a parameter's plan, if it asks for that.
	 * @param beanFactory has the validator
	 * @param where the parameter's place
	 * @param parameter the parameter
	 * @param place where the value stands in messages; an empty text for whole messages
	 * @param argument makes the value
	 * @return the plan with validation, or as it was
	 */
	static Argument around(BeanFactory beanFactory, Where where, MethodParameter parameter, String place,
			Argument argument) {
		for (Annotation annotation : parameter.getParameterAnnotations()) {
			Object @Nullable [] hints = ValidationAnnotationUtils.determineValidationHints(annotation);
			if (hints != null) {
				SmartValidator validator = beanFactory.getBeanProvider(SmartValidator.class).getIfUnique();
				if (validator == null) {
					throw where.mistake("is to be validated, but there is no validator",
							"Add spring-boot-starter-validation, or mark one of several validators as @Primary");
				}
				MessageValidation validation = new MessageValidation(validator, hints, place);
				return (call) -> validation.check(argument.resolve(call));
			}
		}
		return argument;
	}

	/**
	 * Checks a parameter whose content cannot be validated.
	 * @param where the parameter's place
	 * @param parameter the parameter
	 */
	static void checkIsNotAskedFor(Where where, MethodParameter parameter) {
		for (Annotation annotation : parameter.getParameterAnnotations()) {
			if (ValidationAnnotationUtils.determineValidationHints(annotation) != null) {
				throw where.mistake("is to be validated, but is read as it arrives",
						"Validate what is read from it, or take the whole message");
			}
		}
	}

	/**
	 * Checks that a parameter's own constraints have somebody who validates them.
	 * @param where the parameter's place
	 * @param parameter the parameter
	 */
	static void checkConstraints(Where where, MethodParameter parameter) {
		for (Annotation annotation : parameter.getParameterAnnotations()) {
			if (MergedAnnotations.from(annotation.annotationType()).isPresent(CONSTRAINT)
					&& !AnnotatedElementUtils.hasAnnotation(where.type(), Validated.class)) {
				throw where.mistake(
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
			map.forEach((key, element) -> validate(this.place + "[" + key + "]", element, violations));
		}
		else if (content instanceof Object[] || content instanceof Collection<?>) {
			int index = 0;
			for (Object element : (content instanceof Object[] array) ? Arrays.asList(array)
					: (Collection<?>) content) {
				validate(this.place + "[" + index++ + "]", element, violations);
			}
		}
		else {
			validate(this.place, content, violations);
		}
		if (!violations.isEmpty()) {
			throw new MessageValidationException(violations.stream().limit(MAX_VIOLATIONS).toList());
		}
		return value;
	}

	private void validate(String path, @Nullable Object value, List<InvalidMessageException.Violation> violations) {
		if (value == null || violations.size() >= MAX_VIOLATIONS || !this.validator.supports(value.getClass())) {
			return;
		}
		BeanPropertyBindingResult result = new BeanPropertyBindingResult(value, "message");
		this.validator.validate(value, result, this.hints);
		for (ObjectError error : result.getAllErrors()) {
			String field = (error instanceof FieldError fieldError) ? fieldError.getField() : "";
			String message = error.getDefaultMessage();
			violations.add(new InvalidMessageException.Violation(
					(path.isEmpty() || field.isEmpty()) ? path + field : path + "." + field,
					(message != null) ? message : "is invalid"));
		}
	}

}
