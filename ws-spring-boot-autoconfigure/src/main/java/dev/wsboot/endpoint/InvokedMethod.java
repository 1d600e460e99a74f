package dev.wsboot.endpoint;

/**
 * A handler method as logs name it. Safe to use from any thread.
 */
interface InvokedMethod {

	/**
	 * Returns the name of the method for logs.
	 * @return such as {@code Chat.send(String)}
	 */
	String name();

}
