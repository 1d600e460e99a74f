package dev.wsboot.endpoint;

import org.jspecify.annotations.Nullable;

/**
 * Fills one parameter of a handler method; planned at startup.
 */
@FunctionalInterface
interface Argument {

	/**
	 * Returns the argument of a call.
	 * @param call the call
	 * @return the argument
	 * @throws Exception what makes the call fail, such as {@link InvalidMessageException}
	 */
	@Nullable Object resolve(Call call) throws Exception;

}
