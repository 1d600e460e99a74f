/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.routing;

import java.util.List;
import java.util.Map;

import dev.wsboot.endpoint.InvalidMessageException;
import dev.wsboot.internal.invocation.InvocableMethod;
import dev.wsboot.internal.invocation.NamedValues;
import dev.wsboot.internal.json.JsonSlice;
import dev.wsboot.internal.json.JsonSlicer;
import org.jspecify.annotations.Nullable;

/**
 * A method that messages call by name, and the names of its parameters. Safe to use from
 * any thread.
 *
 * @param method the method
 * @param parameters the names of the parameters that take a part of the message
 * @param takesObject whether the only parameter is itself read from a JSON object
 */
public record NamedMethod(InvocableMethod method, List<String> parameters, boolean takesObject) {

	/** The arguments of a message without arguments. */
	private static final NamedValues NONE = (index) -> null;

	/**
	 * Returns true if the method uses more of a message than the name in it.
	 * @return whether a parameter takes the message, or a part of it
	 */
	boolean takesMessage() {
		return !this.parameters.isEmpty();
	}

	/**
	 * Assigns arguments to the parameters.
	 * @param arguments an array of arguments by position, an object of arguments by name,
	 * or the only argument itself; {@code null} for none
	 * @param slicer splits the array or object
	 * @return the argument of each parameter
	 */
	public NamedValues bind(@Nullable JsonSlice arguments, JsonSlicer slicer) {
		if (arguments == null || arguments.isNull()) {
			return NONE;
		}
		if (arguments.isArray()) {
			return byPosition(slicer.elements(arguments, this.parameters.size() + 1));
		}
		if (arguments.isObject() && !this.takesObject) {
			Map<String, JsonSlice> members = slicer.members(arguments, this.parameters);
			return (index) -> members.get(this.parameters.get(index));
		}
		if (this.parameters.size() != 1) {
			throw new InvalidMessageException("The arguments are neither an array nor an object", null);
		}
		return (index) -> arguments;
	}

	private NamedValues byPosition(List<JsonSlice> elements) {
		if (elements.size() > this.parameters.size()) {
			throw new InvalidMessageException(
					"There are more arguments than parameters (" + this.parameters.size() + ")", null);
		}
		return (index) -> (index < elements.size()) ? elements.get(index) : null;
	}

	@Override
	public String toString() {
		return this.method.toString();
	}

}
