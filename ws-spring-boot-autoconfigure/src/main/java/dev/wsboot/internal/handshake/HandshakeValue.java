/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.handshake;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.wsboot.engine.HandshakeRequest;
import dev.wsboot.internal.model.Absence;
import org.jspecify.annotations.Nullable;

import org.springframework.core.convert.ConversionException;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.convert.TypeDescriptor;
import org.springframework.http.HttpHeaders;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/**
 * A parameter whose value is bound at the handshake. Equal parameters share one index in
 * the session's values.
 *
 * @param source the part of the handshake that contains the value
 * @param name the name of the value; empty for all values as a map
 * @param type the type of the parameter; the content's type for an {@link Optional}
 * @param absence the argument if the handshake has no value
 * @param defaultValue the replacement of a missing or empty value, or {@code null}
 */
public record HandshakeValue(HandshakeSource source, String name, TypeDescriptor type, Absence absence,
		@Nullable String defaultValue) {

	private static final TypeDescriptor STRING = TypeDescriptor.valueOf(String.class);

	private static final TypeDescriptor STRINGS = TypeDescriptor.valueOf(String[].class);

	/**
	 * Returns true if a conversion service has a converter for this value.
	 * @param conversions the conversion service
	 * @return whether the value can be converted
	 */
	boolean isConvertible(ConversionService conversions) {
		return isMap() || conversions.canConvert(STRING, this.type);
	}

	/**
	 * Returns true if the conversion of this value may block, as for a host name or an
	 * entity.
	 * @param pure the conversions that never block
	 * @return whether the conversion must not run on the event loop
	 */
	boolean mayBlock(PureConversions pure) {
		return !isMap() && !pure.includes(this.type);
	}

	/**
	 * Returns the converted value of a handshake.
	 * @param request the request
	 * @param pathVariables the variables of the path
	 * @param conversions the conversion service
	 * @return the argument
	 * @throws InvalidHandshakeException if the value is missing, or cannot be converted
	 */
	@Nullable Object bind(HandshakeRequest request, Map<String, String> pathVariables, ConversionService conversions)
			throws InvalidHandshakeException {
		if (isMap()) {
			return map(this.source.all(request, pathVariables));
		}
		Object value = convert(this.source.values(request, pathVariables, this.name), conversions);
		return this.absence.orInstead(
				(value != null && this.absence == Absence.EMPTY_OPTIONAL) ? Optional.of(value) : value,
				() -> new InvalidHandshakeException(this.source + " '" + this.name + "' is missing"));
	}

	private @Nullable Object convert(List<String> values, ConversionService conversions)
			throws InvalidHandshakeException {
		Object raw = raw(values);
		if (raw == null || (raw.equals("") && this.defaultValue != null)) {
			raw = this.defaultValue;
		}
		if (raw == null) {
			return null;
		}
		try {
			return conversions.convert(raw, (raw instanceof String) ? STRING : STRINGS, this.type);
		}
		catch (ConversionException ex) {
			throw new InvalidHandshakeException(this.source + " '" + this.name + "' is invalid");
		}
	}

	private static @Nullable Object raw(List<String> values) {
		if (values.isEmpty()) {
			return null;
		}
		return (values.size() == 1) ? values.get(0) : values.toArray(String[]::new);
	}

	private boolean isMap() {
		return this.name.isEmpty();
	}

	private Object map(Map<String, List<String>> all) {
		if (this.type.getType() == HttpHeaders.class) {
			HttpHeaders headers = new HttpHeaders();
			headers.putAll(all);
			return HttpHeaders.readOnlyHttpHeaders(headers);
		}
		MultiValueMap<String, String> map = new LinkedMultiValueMap<>(all);
		return MultiValueMap.class.isAssignableFrom(this.type.getType()) ? map : map.toSingleValueMap();
	}

}
