package dev.wsboot.internal.argument;

import java.util.Map;
import java.util.Set;

import dev.wsboot.internal.handshake.HandshakeSource;
import dev.wsboot.internal.handshake.HandshakeValue;
import dev.wsboot.internal.handshake.HandshakeValues;
import dev.wsboot.internal.invocation.ParameterResolver;
import dev.wsboot.internal.model.Absence;
import dev.wsboot.internal.model.KotlinFunction;
import dev.wsboot.internal.model.Location;
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
public final class HandshakeArguments {

	private final ConfigurableBeanFactory beanFactory;

	private final Set<String> pathVariables;

	private final HandshakeValues values;

	public HandshakeArguments(ConfigurableBeanFactory beanFactory, Set<String> pathVariables, HandshakeValues values) {
		this.beanFactory = beanFactory;
		this.pathVariables = pathVariables;
		this.values = values;
	}

	/**
	 * Plans a parameter if it is one of these.
	 * @param location the parameter's place
	 * @param parameter the parameter
	 * @return the plan, or {@code null}
	 */
	@Nullable ParameterResolver plan(Location location, MethodParameter parameter) {
		HandshakeValue value = value(location, parameter);
		if (value == null) {
			return null;
		}
		int index = this.values.add(location, value);
		return (call) -> call.handshakeValue(index);
	}

	private @Nullable HandshakeValue value(Location location, MethodParameter parameter) {
		PathVariable variable = parameter.getParameterAnnotation(PathVariable.class);
		if (variable != null) {
			HandshakeValue value = value(location, parameter, HandshakeSource.PATH_VARIABLE, variable.name(),
					variable.required(), ValueConstants.DEFAULT_NONE);
			checkPathVariable(location, value.name());
			return value;
		}
		RequestParam param = parameter.getParameterAnnotation(RequestParam.class);
		if (param != null) {
			return value(location, parameter, HandshakeSource.REQUEST_PARAM, param.name(), param.required(),
					param.defaultValue());
		}
		RequestHeader header = parameter.getParameterAnnotation(RequestHeader.class);
		if (header != null) {
			return value(location, parameter, HandshakeSource.REQUEST_HEADER, header.name(), header.required(),
					header.defaultValue());
		}
		CookieValue cookie = parameter.getParameterAnnotation(CookieValue.class);
		if (cookie != null) {
			return value(location, parameter, HandshakeSource.COOKIE, cookie.name(), cookie.required(),
					cookie.defaultValue());
		}
		if (parameter.getParameterType() == HttpHeaders.class) {
			return value(location, parameter, HandshakeSource.REQUEST_HEADER, "", true, ValueConstants.DEFAULT_NONE);
		}
		return null;
	}

	private HandshakeValue value(Location location, MethodParameter parameter, HandshakeSource source, String givenName,
			boolean required, String givenDefault) {
		MethodParameter content = parameter.nestedIfOptional();
		Class<?> type = content.getNestedParameterType();
		boolean map = givenName.isEmpty() && (Map.class.isAssignableFrom(type) || type == HttpHeaders.class);
		String name = map ? "" : name(location, parameter, givenName);
		String defaultValue = ValueConstants.DEFAULT_NONE.equals(givenDefault) ? null
				: this.beanFactory.resolveEmbeddedValue(givenDefault);
		Absence absence = Absence.of(location, parameter, required || defaultValue != null,
				"Declare a default value, or use a wrapper type or Optional");
		if (absence == Absence.REQUIRED && defaultValue != null && !type.isPrimitive()
				&& !KotlinFunction.isNonNull(parameter)) {
			// such as an empty text as the default of a number
			absence = Absence.NULL;
		}
		return new HandshakeValue(source, name, new TypeDescriptor(content), absence, defaultValue);
	}

	private String name(Location location, MethodParameter parameter, String givenName) {
		String name = StringUtils.hasText(givenName) ? this.beanFactory.resolveEmbeddedValue(givenName)
				: parameter.getParameterName();
		if (!StringUtils.hasText(name)) {
			throw location.mistake("has no name", "Name it in its annotation, or compile with -parameters");
		}
		return name;
	}

	private void checkPathVariable(Location location, String name) {
		if (!name.isEmpty() && !this.pathVariables.contains(name)) {
			throw location.mistake(
					"asks for the path variable '" + name + "', but the path has "
							+ (this.pathVariables.isEmpty() ? "no variables" : "only " + this.pathVariables),
					"Write {" + name + "} into the path of @WsEndpoint, or correct the name");
		}
	}

}
