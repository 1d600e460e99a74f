package dev.wsboot.internal.argument;

import java.util.Optional;

import dev.wsboot.endpoint.InvalidSessionAttributeException;
import dev.wsboot.internal.invocation.Invocation;
import dev.wsboot.internal.invocation.ParameterResolver;
import dev.wsboot.internal.model.Absence;
import dev.wsboot.internal.model.Location;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;
import org.springframework.web.bind.annotation.SessionAttribute;

/**
 * Fills a parameter annotated with {@link SessionAttribute}: with what the session's
 * attributes have of that name when the method is called.
 *
 * @param name the attribute's name
 * @param type the type that it has to have
 * @param absence what the parameter gets if it is not there
 */
record SessionAttributeArgument(String name, Class<?> type, Absence absence) implements ParameterResolver {

	/**
	 * Plans a parameter if it has the annotation.
	 * @param location the parameter's place
	 * @param parameter the parameter
	 * @return the plan, or {@code null}
	 */
	static @Nullable ParameterResolver plan(Location location, MethodParameter parameter) {
		SessionAttribute annotation = parameter.getParameterAnnotation(SessionAttribute.class);
		if (annotation == null) {
			return null;
		}
		String name = annotation.name().isEmpty() ? parameter.getParameterName() : annotation.name();
		if (!StringUtils.hasText(name)) {
			throw location.mistake("has no name", "Name it in its annotation, or compile with -parameters");
		}
		Class<?> type = parameter.nestedIfOptional().getNestedParameterType();
		Absence absence = Absence.of(location, parameter, annotation.required(), "Use a wrapper type or Optional");
		return new SessionAttributeArgument(name, ClassUtils.resolvePrimitiveIfNecessary(type), absence);
	}

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

}
