package dev.wsboot.internal.invocation;

import org.jspecify.annotations.Nullable;

/**
 * What is done with that which a handler method returns; planned at startup.
 */
@FunctionalInterface
public interface Reply {

	/**
	 * Sends what was returned, if that is something to send.
	 * @param invocation the invocation
	 * @param result what the method has returned
	 * @throws Exception what makes the call fail
	 */
	void send(Invocation invocation, @Nullable Object result) throws Exception;

}
