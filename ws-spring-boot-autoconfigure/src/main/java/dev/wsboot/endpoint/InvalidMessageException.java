/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.endpoint;

import java.io.Serial;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Thrown if a message cannot be read as the type that its handler method declares. If no
 * {@link dev.wsboot.annotation.OnError} method handles this exception, the session is
 * closed with 1007. The texts of exceptions thrown by the starter contain neither Java
 * classes nor values, so that they may be sent to the client.
 */
public class InvalidMessageException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	private static final int MAX_PATH_LENGTH = 200;

	private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

	private final transient List<Violation> violations;

	private final String path;

	/**
	 * Creates an exception.
	 * @param message a description of the error, without the payload
	 * @param cause the exception of the codec, or {@code null}
	 */
	public InvalidMessageException(String message, @Nullable Throwable cause) {
		this(message, "", cause);
	}

	/**
	 * Creates an exception about a part of the message.
	 * @param message a description of the error, without the payload
	 * @param path the part, such as {@code items[0].name}, or an empty text
	 * @param cause the exception of the codec, or {@code null}
	 */
	public InvalidMessageException(String message, String path, @Nullable Throwable cause) {
		this(text(new Violation(path, message)), List.of(new Violation(path, message)), cause);
	}

	/**
	 * Creates an exception about several parts of the message.
	 * @param violations the violations, at least one
	 * @param cause the exception of the codec, or {@code null}
	 */
	public InvalidMessageException(List<Violation> violations, @Nullable Throwable cause) {
		this("The message is invalid: "
				+ violations.stream().map(InvalidMessageException::text).collect(Collectors.joining("; ")), violations,
				cause);
	}

	private InvalidMessageException(String text, List<Violation> violations, @Nullable Throwable cause) {
		super(text, cause);
		this.violations = List.copyOf(violations);
		this.path = this.violations.get(0).path();
	}

	private static String text(Violation violation) {
		return violation.path().isEmpty() ? violation.message()
				: violation.message() + ", at '" + violation.path() + "'";
	}

	/**
	 * Truncates a path and removes control characters, since clients choose the keys of
	 * maps.
	 */
	private static String printable(String path) {
		String shortened = (path.length() <= MAX_PATH_LENGTH) ? path : path.substring(0, MAX_PATH_LENGTH) + "...";
		return CONTROL.matcher(shortened).replaceAll("?");
	}

	/**
	 * Returns the invalid part of the message, or the first of several. Keys of maps are
	 * chosen by the client; control characters are replaced.
	 * @return a path such as {@code items[0].name}; an empty text for the whole message
	 */
	public String path() {
		return this.path;
	}

	/**
	 * Returns all known violations.
	 * @return at least one violation
	 */
	public List<Violation> violations() {
		return this.violations;
	}

	/**
	 * An invalid part of a message, and the reason.
	 *
	 * @param path the part, such as {@code items[0].name}; an empty text for the whole
	 * message
	 * @param message the reason, without Java classes
	 */
	public record Violation(String path, String message) {

		public Violation {
			path = printable(path);
		}

	}

}
