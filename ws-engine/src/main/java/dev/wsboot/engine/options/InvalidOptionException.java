/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.options;

import java.io.Serial;

/**
 * Thrown if an option of a server or of its sessions is out of its range.
 */
public final class InvalidOptionException extends IllegalArgumentException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final String option;

	private final transient Object value;

	private final String rule;

	/**
	 * Creates an exception.
	 * @param option the option's name, such as {@code tcp.backlog}
	 * @param value its value
	 * @param rule what it must be, such as "must be greater than 0"
	 */
	public InvalidOptionException(String option, Object value, String rule) {
		super("Option '" + option + "' is '" + value + "' but " + rule);
		this.option = option;
		this.value = value;
		this.rule = rule;
	}

	/**
	 * Returns the option's name.
	 * @return the name of the property without {@code ws.}, such as {@code tcp.backlog}
	 */
	public String option() {
		return this.option;
	}

	/**
	 * Returns the rejected value.
	 * @return the value
	 */
	public Object value() {
		return this.value;
	}

	/**
	 * Returns the rule that the value breaks.
	 * @return a predicate that follows the option's name, such as "must be greater than
	 * 0"
	 */
	public String rule() {
		return this.rule;
	}

}
