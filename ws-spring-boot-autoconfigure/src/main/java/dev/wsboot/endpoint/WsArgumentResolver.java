package dev.wsboot.endpoint;

import dev.wsboot.engine.WsSession;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;

/**
 * Fills parameters of handler methods with an application's own kinds of values, such as
 * the user that a session belongs to. All beans of this type are asked at startup, in
 * their order, for each parameter, before anything else is: the first that supports it
 * fills it at each call.
 */
public interface WsArgumentResolver {

	/**
	 * Whether this resolver fills a parameter. Called at startup.
	 * @param parameter the parameter
	 * @return whether it does
	 */
	boolean supports(MethodParameter parameter);

	/**
	 * Fills a parameter. Called where the method is called: on the event loop, if that is
	 * {@link dev.wsboot.annotation.NonBlocking}; for many sessions at once.
	 * @param parameter a supported parameter
	 * @param session the session
	 * @return the argument
	 * @throws Exception goes the way of the method's own exceptions
	 */
	@Nullable Object resolve(MethodParameter parameter, WsSession session) throws Exception;

}
