package dev.wsboot.annotation;

/**
 * What the messages of an endpoint are.
 */
public enum MessageProtocol {

	/** Whatever its methods take and return. */
	PLAIN,
	/**
	 * JSON-RPC 2.0: each {@link OnMessage} method has a name that clients call it by, and
	 * what it returns is the result.
	 */
	JSON_RPC

}
