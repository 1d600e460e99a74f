package dev.wsboot.endpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.wsboot.engine.HandshakeRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.core.convert.ConversionService;

/**
 * What an endpoint needs to know of each handshake, collected while its methods are
 * planned. Read-only afterwards, and then safe to use from any thread.
 */
final class HandshakeValues {

	private static final @Nullable Object[] NONE = new Object[0];

	private final ConversionService conversions;

	private final List<HandshakeValue> values = new ArrayList<>();

	HandshakeValues(ConversionService conversions) {
		this.conversions = conversions;
	}

	/**
	 * Adds a value unless there is an equal one.
	 * @param where the parameter, for a mistake
	 * @param value the value
	 * @return its index in what {@link #bind} returns
	 */
	int add(Where where, HandshakeValue value) {
		if (!value.isConvertible(this.conversions)) {
			throw where.mistake("cannot be converted from text", "Register a Converter<String, "
					+ value.type().getType().getSimpleName() + "> as a bean, or let the parameter be a String");
		}
		int index = this.values.indexOf(value);
		if (index < 0) {
			index = this.values.size();
			this.values.add(value);
		}
		return index;
	}

	boolean mayBlock() {
		return this.values.stream().anyMatch(HandshakeValue::mayBlock);
	}

	/**
	 * Takes the values from a handshake.
	 * @param request the request
	 * @param pathVariables the variables of the path
	 * @return the values, to be kept with the session
	 * @throws InvalidHandshakeException if one is missing, or cannot be converted
	 */
	@Nullable Object[] bind(HandshakeRequest request, Map<String, String> pathVariables) throws InvalidHandshakeException {
		if (this.values.isEmpty()) {
			return NONE;
		}
		@Nullable Object[] bound = new Object[this.values.size()];
		for (int i = 0; i < bound.length; i++) {
			bound[i] = this.values.get(i).bind(request, pathVariables, this.conversions);
		}
		return bound;
	}

}
