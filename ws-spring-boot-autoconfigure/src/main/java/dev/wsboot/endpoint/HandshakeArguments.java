package dev.wsboot.endpoint;

import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.core.MethodParameter;
import org.springframework.core.convert.TypeDescriptor;
import org.springframework.http.HttpHeaders;
import org.springframework.util.StringUtils;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ValueConstants;

/**
 * Plans the parameters of an endpoint that are known from the handshake on: those
 * annotated with {@link PathVariable}, {@link RequestParam}, {@link RequestHeader} or
 * {@link CookieValue}, and {@link HttpHeaders}.
 */
final class HandshakeArguments {

	private final ConfigurableBeanFactory beanFactory;

	private final Set<String> pathVariables;

	private final HandshakeValues values;

	HandshakeArguments(ConfigurableBeanFactory beanFactory, Set<String> pathVariables, HandshakeValues values) {
		this.beanFactory = beanFactory;
		this.pathVariables = pathVariables;
		this.values = values;
	}

	/**
	 * Plans a parameter if it is one of these.
	 * @param where the parameter's place
	 * @param parameter the parameter
	 * @return the plan, or {@code null}
	 */
	@Nullable Argument plan(Where where, MethodParameter parameter) {
		HandshakeValue value = value(where, parameter);
		if (value == null) {
			return null;
		}
		int index = this.values.add(where, value);
		return (call) -> call.handshakeValue(index);
	}

	private @Nullable HandshakeValue value(Where where, MethodParameter parameter) {
		PathVariable variable = parameter.getParameterAnnotation(PathVariable.class);
		if (variable != null) {
			HandshakeValue value = value(where, parameter, HandshakeSource.PATH_VARIABLE, variable.name(),
					variable.required(), ValueConstants.DEFAULT_NONE);
			checkPathVariable(where, value.name());
			return value;
		}
		RequestParam param = parameter.getParameterAnnotation(RequestParam.class);
		if (param != null) {
			return value(where, parameter, HandshakeSource.REQUEST_PARAM, param.name(), param.required(),
					param.defaultValue());
		}
		RequestHeader header = parameter.getParameterAnnotation(RequestHeader.class);
		if (header != null) {
			return value(where, parameter, HandshakeSource.REQUEST_HEADER, header.name(), header.required(),
					header.defaultValue());
		}
		CookieValue cookie = parameter.getParameterAnnotation(CookieValue.class);
		if (cookie != null) {
			return value(where, parameter, HandshakeSource.COOKIE, cookie.name(), cookie.required(),
					cookie.defaultValue());
		}
		if (parameter.getParameterType() == HttpHeaders.class) {
			return value(where, parameter, HandshakeSource.REQUEST_HEADER, "", true, ValueConstants.DEFAULT_NONE);
		}
		return null;
	}

	private HandshakeValue value(Where where, MethodParameter parameter, HandshakeSource source, String givenName,
			boolean required, String givenDefault) {
		MethodParameter content = parameter.nestedIfOptional();
		Class<?> type = content.getNestedParameterType();
		boolean map = givenName.isEmpty() && (Map.class.isAssignableFrom(type) || type == HttpHeaders.class);
		String name = map ? "" : name(where, parameter, givenName);
		String defaultValue = ValueConstants.DEFAULT_NONE.equals(givenDefault) ? null
				: this.beanFactory.resolveEmbeddedValue(givenDefault);
		Absence absence = Absence.of(where, parameter, required || defaultValue != null,
				"Declare a default value, or use a wrapper type or Optional");
		if (absence == Absence.REQUIRED && defaultValue != null && !type.isPrimitive()
				&& !KotlinFunction.isNonNull(parameter)) {
			// such as an empty text as the default of a number
			absence = Absence.NULL;
		}
		return new HandshakeValue(source, name, new TypeDescriptor(content), absence, defaultValue);
	}

	private String name(Where where, MethodParameter parameter, String givenName) {
		String name = StringUtils.hasText(givenName) ? this.beanFactory.resolveEmbeddedValue(givenName)
				: parameter.getParameterName();
		if (!StringUtils.hasText(name)) {
			throw where.mistake("has no name", "Name it in its annotation, or compile with -parameters");
		}
		return name;
	}

	private void checkPathVariable(Where where, String name) {
		if (!name.isEmpty() && !this.pathVariables.contains(name)) {
			throw where.mistake(
					"asks for the path variable '" + name + "', but the path has "
							+ (this.pathVariables.isEmpty() ? "no variables" : "only " + this.pathVariables),
					"Write {" + name + "} into the path of @WsEndpoint, or correct the name");
		}
	}

}
