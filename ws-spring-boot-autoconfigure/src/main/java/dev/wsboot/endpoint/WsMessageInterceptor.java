package dev.wsboot.endpoint;

import org.jspecify.annotations.Nullable;

/**
 * Stands around each call of a handler method, such as for timing, tracing and rate
 * limits. All beans of this type are asked in their order; each passes on to the next,
 * and in the end to the method, with {@link WsInvocation#proceed()}. They run on the
 * thread of the method: on the event loop, where they must not block, if it is
 * {@link dev.wsboot.annotation.NonBlocking}. Many calls run at once.
 */
@FunctionalInterface
public interface WsMessageInterceptor {

	/**
	 * Calls the method, or does something in its place.
	 * @param invocation the call
	 * @return what {@link WsInvocation#proceed()} has returned, or another reply; the
	 * reply is sent when all interceptors have returned
	 * @throws Throwable what the method throws, or another error; it goes to
	 * {@link dev.wsboot.annotation.OnError}
	 */
	@Nullable Object intercept(WsInvocation invocation) throws Throwable;

}
