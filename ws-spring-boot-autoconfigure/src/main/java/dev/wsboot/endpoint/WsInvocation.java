package dev.wsboot.endpoint;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;

import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.WsSession;
import org.jspecify.annotations.Nullable;

/**
 * A call of a handler method on its way through the {@link WsMessageInterceptor}s. Valid
 * during the call, on its thread.
 */
public interface WsInvocation {

	/**
	 * Returns the session; its {@link WsSession#endpoint()} is the endpoint's path.
	 * @return the session
	 */
	WsSession session();

	/**
	 * Returns what the method is called as.
	 * @return the annotation, such as {@link dev.wsboot.annotation.OnMessage}
	 */
	Class<? extends Annotation> kind();

	/**
	 * Returns the method that is called.
	 * @return the method, perhaps that of the bean's proxy
	 */
	Method method();

	/**
	 * Returns the message that is handled, or could not be.
	 * @return the message; {@code null} for a call that is not about one
	 */
	@Nullable WsMessage message();

	/**
	 * Returns the error that is handled.
	 * @return what an {@link dev.wsboot.annotation.OnError} method is called for, else
	 * {@code null}
	 */
	@Nullable Throwable error();

	/**
	 * Calls the next interceptor, or the method.
	 * @return what it has returned
	 * @throws Throwable what it throws, or an {@link InvalidMessageException} if the
	 * message cannot be read
	 */
	@Nullable Object proceed() throws Throwable;

}
