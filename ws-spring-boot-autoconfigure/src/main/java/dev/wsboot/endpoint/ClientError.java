package dev.wsboot.endpoint;

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
	UNDELIVERED

}
