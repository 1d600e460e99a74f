/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.handshake;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.wsboot.engine.HandshakeRequest;
import dev.wsboot.internal.model.Location;
import dev.wsboot.internal.scope.ContextPropagation;
import org.jspecify.annotations.Nullable;

import org.springframework.core.convert.ConversionService;

/**
 * The values that an endpoint needs of each handshake, collected while its methods are
 * planned. Read-only afterwards, and then safe to use from any thread.
 */
public final class HandshakeValues {

	private static final @Nullable Object[] NONE = new Object[0];

	private final ConversionService conversions;

	private final PureConversions pure;

	private final @Nullable ContextPropagation contexts;

	private final List<HandshakeValue> values = new ArrayList<>();

	/** True if the conversion of a value may block. */
	private boolean mayBlock;

	public HandshakeValues(ConversionService conversions, PureConversions pure, @Nullable ContextPropagation contexts) {
		this.conversions = conversions;
		this.pure = pure;
		this.contexts = contexts;
	}

	/**
	 * Adds a value, unless there is an equal one.
	 * @param location the location of the parameter, for a mistake
	 * @param value the value
	 * @return the index of the value in the result of {@link #bind}
	 */
	public int add(Location location, HandshakeValue value) {
		if (!value.isConvertible(this.conversions)) {
			throw location.mistake("cannot be converted from text", "Register a Converter<String, "
					+ value.type().getType().getSimpleName() + "> as a bean, or let the parameter be a String");
		}
		int index = this.values.indexOf(value);
		if (index < 0) {
			index = this.values.size();
			this.values.add(value);
			this.mayBlock |= value.mayBlock(this.pure);
		}
		return index;
	}

	public boolean mayBlock() {
		return this.mayBlock;
	}

	/**
	 * Binds all values to a handshake.
	 * @param request the request
	 * @param pathVariables the variables of the path
	 * @param security whether the security context of the thread is kept as well
	 * @return the values, which the session keeps
	 * @throws InvalidHandshakeException if a value is missing, or cannot be converted
	 */
	public @Nullable Object[] bind(HandshakeRequest request, Map<String, String> pathVariables, boolean security)
			throws InvalidHandshakeException {
		int count = this.values.size();
		if (count == 0 && this.contexts == null) {
			return NONE;
		}
		@Nullable Object[] bound = new Object[(this.contexts != null) ? count + 1 : count];
		for (int i = 0; i < count; i++) {
			bound[i] = this.values.get(i).bind(request, pathVariables, this.conversions);
		}
		if (this.contexts != null) {
			bound[count] = this.contexts.captureAny(security);
		}
		return bound;
	}

	/**
	 * Returns the thread-locals that were captured by {@link #bind}.
	 * @param bound the result of {@link #bind}
	 * @return the thread-locals, or {@code null}
	 */
	public ContextPropagation.@Nullable Snapshot context(@Nullable Object[] bound) {
		return (this.contexts != null) ? (ContextPropagation.@Nullable Snapshot) bound[bound.length - 1] : null;
	}

}
