package dev.wsboot.endpoint;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.List;

import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.WsSession;
import org.jspecify.annotations.Nullable;

/**
 * A call of a handler method on its way through the {@link WsMessageInterceptor}s. Valid
 * during the call, on its thread.
 */
public final class WsInvocation {

	private final EndpointMethod method;

	private final Call call;

	private final List<WsMessageInterceptor> interceptors;

	private final int next;

	WsInvocation(EndpointMethod method, Call call, List<WsMessageInterceptor> interceptors, int next) {
		this.method = method;
		this.call = call;
		this.interceptors = interceptors;
		this.next = next;
	}

	/**
	 * Returns the session; its {@link WsSession#endpoint()} is the endpoint's path.
	 * @return the session
	 */
	public WsSession session() {
		return this.call.session();
	}

	/**
	 * Returns what the method is called as.
	 * @return the annotation, such as {@link dev.wsboot.annotation.OnMessage}
	 */
	public Class<? extends Annotation> kind() {
		return this.method.kind().annotation();
	}

	/**
	 * Returns the method that is called.
	 * @return the method, perhaps that of the bean's proxy
	 */
	public Method method() {
		return this.method.method();
	}

	/**
	 * Returns the message that is handled, or could not be.
	 * @return the message; {@code null} for a call that is not about one
	 */
	public @Nullable WsMessage message() {
		return (this.method.kind() != HandlerKind.PONG) ? this.call.message() : null;
	}

	/**
	 * Returns the error that is handled.
	 * @return what an {@link dev.wsboot.annotation.OnError} method is called for, else
	 * {@code null}
	 */
	public @Nullable Throwable error() {
		return (this.call.event() instanceof Failure failure) ? failure.error() : null;
	}

	/**
	 * Calls the next interceptor, or the method.
	 * @return what it has returned
	 * @throws Throwable what it throws, or an {@link InvalidMessageException} if the
	 * message cannot be read
	 */
	public @Nullable Object proceed() throws Throwable {
		if (this.next == this.interceptors.size()) {
			return this.method.proceed(this.call);
		}
		return this.interceptors.get(this.next)
			.intercept(new WsInvocation(this.method, this.call, this.interceptors, this.next + 1));
	}

}
