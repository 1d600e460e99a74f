package dev.wsboot.engine.options;

import java.io.Serial;

/**
 * Says that one of the {@link WsServerOptions} is out of its range.
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
	 * @return words joined by hyphens, perhaps behind a group and a dot
	 */
	public String option() {
		return this.option;
	}

	/**
	 * Returns the value that was refused.
	 * @return the value
	 */
	public Object value() {
		return this.value;
	}

	/**
	 * Returns what the option must be.
	 * @return goes on after the option's name, such as "must be greater than 0"
	 */
	public String rule() {
		return this.rule;
	}

}
