package dev.wsboot.endpoint;

import dev.wsboot.engine.SendException;
import dev.wsboot.engine.server.waits.PeerTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of mistakes in messages of clients. Each message with a mistake that no
 * {@link dev.wsboot.annotation.OnError} method has handled is counted by kind, apart from
 * the errors of handler methods.
 */
public enum ClientError {

	/**
	 * The message is no JSON, or cannot be read as what the handler method takes; in
	 * JSON-RPC, the codes -32700 and -32602.
	 */
	UNREADABLE,
	/**
	 * The message breaks constraints of Bean Validation, or is no request of JSON-RPC
	 * (the code -32600).
	 */
	INVALID,
	/**
	 * There is no method for the type that the message names; in JSON-RPC, the code
	 * -32601.
	 */
	UNKNOWN,
	/** The endpoint takes no text messages, or no binary messages. */
	UNEXPECTED,
	/**
	 * The handler method needs a principal, and the session has none, or Spring Security
	 * asks for a login; in JSON-RPC, the code -32001.
	 */
	UNAUTHENTICATED,
	/** Spring Security denies the call; in JSON-RPC, the code -32003. */
	FORBIDDEN,
	/**
	 * The client has not answered a call of its own method that a handler method waits
	 * for, or returns.
	 */
	UNANSWERED,
	/**
	 * A message that a handler method waits for, or whose stage it returns, could not be
	 * written, as the client has gone or reads too slowly.
	 */
	UNDELIVERED;

	/**
	 * Returns the kind of an exception that any client can provoke, although its message
	 * is legal: a refusal for lack of an identity or of a permission, a call that the
	 * client has not answered, or a message that it has not taken.
	 * @param error the exception
	 * @return the kind, or {@code null} for any other exception
	 */
	static @Nullable ClientError ofRefusal(Throwable error) {
		if (error instanceof MissingPrincipalException) {
			return UNAUTHENTICATED;
		}
		Throwable cause = HandshakeRefusals.unwrap(error);
		if (cause instanceof UnansweredRequest || cause instanceof PeerTimeoutException) {
			return UNANSWERED;
		}
		if (cause instanceof SendException) {
			return UNDELIVERED;
		}
		return switch (HandshakeRefusals.securityStatus(error)) {
			case 401 -> UNAUTHENTICATED;
			case 403 -> FORBIDDEN;
			default -> null;
		};
	}

	/**
	 * Returns the kind of a mistake that an exception stands for.
	 * @param error the exception
	 * @return the kind
	 */
	static ClientError of(InvalidMessageException error) {
		if (error instanceof UnknownMessageTypeException) {
			return UNKNOWN;
		}
		return (error instanceof MessageValidationException) ? INVALID : UNREADABLE;
	}

}
