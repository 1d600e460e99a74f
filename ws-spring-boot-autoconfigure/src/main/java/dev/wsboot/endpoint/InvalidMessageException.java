package dev.wsboot.endpoint;

import java.io.Serial;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Says that a message could not be read as the type that its handler method asks for. An
 * {@link dev.wsboot.annotation.OnError} method may take it; else it closes the session
 * with 1007.
 */
public class InvalidMessageException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	private static final int LONGEST_PATH = 200;

	private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

	private final String path;

	/**
	 * Creates an exception.
	 * @param message what is wrong, without the payload
	 * @param cause what the codec has thrown, or {@code null}
	 */
	public InvalidMessageException(String message, @Nullable Throwable cause) {
		this(message, "", cause);
	}

	/**
	 * Creates an exception about a part of the message.
	 * @param message what is wrong, without the payload
	 * @param path the part, such as {@code items[0].name}, or an empty text
	 * @param cause what the codec has thrown, or {@code null}
	 */
	public InvalidMessageException(String message, String path, @Nullable Throwable cause) {
		super(path.isEmpty() ? message : message + ", at '" + printable(path) + "'", cause);
		this.path = printable(path);
	}

	/** The client chooses the keys of maps, and the message may reach a log. */
	private static String printable(String path) {
		String shortened = (path.length() <= LONGEST_PATH) ? path : path.substring(0, LONGEST_PATH) + "...";
		return CONTROL.matcher(shortened).replaceAll("?");
	}

	/**
	 * Returns the part of the message that is invalid. Keys of maps are as the client has
	 * chosen them, without control characters.
	 * @return a path such as {@code items[0].name}; an empty text for the whole message
	 */
	public String path() {
		return this.path;
	}

}
