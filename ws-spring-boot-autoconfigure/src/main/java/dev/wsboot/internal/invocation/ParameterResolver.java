package dev.wsboot.internal.invocation;

import org.jspecify.annotations.Nullable;

/**
 * Fills one parameter of a handler method; planned at startup.
 */
@FunctionalInterface
public interface ParameterResolver {

	/**
	 * Returns the argument of a call.
	 * @param invocation the invocation
	 * @return the argument
	 * @throws Exception what makes the call fail, such as
	 * {@link dev.wsboot.endpoint.InvalidMessageException}
	 */
	@Nullable Object resolve(Invocation invocation) throws Exception;

}
