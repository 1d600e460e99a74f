package dev.wsboot.endpoint;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;

import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.WsSession;
import org.jspecify.annotations.Nullable;

/**
 * A call of a handler method, as seen by {@link WsMessageInterceptor}s. Valid during the
 * call and on its thread only.
 */
public interface WsInvocation {

	/**
	 * Returns the session; its {@link WsSession#endpoint()} is the endpoint's path.
	 * @return the session
	 */
	WsSession session();

	/**
	 * Returns the annotation for which the method is called.
	 * @return the type of the annotation, such as {@link dev.wsboot.annotation.OnMessage}
	 */
	Class<? extends Annotation> kind();

	/**
	 * Returns the method that is called.
	 * @return the method of the bean or of its proxy
	 */
	Method method();

	/**
	 * Returns the message that is handled, or that caused the handled error.
	 * @return the message; {@code null} if the call is not about a message
	 */
	@Nullable WsMessage message();

	/**
	 * Returns the error that is handled.
	 * @return the error that an {@link dev.wsboot.annotation.OnError} method is called
	 * for; {@code null} for other methods
	 */
	@Nullable Throwable error();

	/**
	 * Calls the next interceptor, or the method after the last one.
	 * @return the value that the interceptor or method has returned
	 * @throws Throwable the exception of the interceptor or method, or an
	 * {@link InvalidMessageException} if the message cannot be read
	 */
	@Nullable Object proceed() throws Throwable;

}
