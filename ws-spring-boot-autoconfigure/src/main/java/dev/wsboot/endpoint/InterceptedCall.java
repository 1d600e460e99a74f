package dev.wsboot.endpoint;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.List;

import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.WsSession;
import org.jspecify.annotations.Nullable;

/**
 * A call of a handler method that one interceptor after the other passes on. Used by the
 * thread of the call.
 */
final class InterceptedCall implements WsInvocation {

	private final EndpointMethod method;

	private final Call call;

	private final List<WsMessageInterceptor> interceptors;

	private final int next;

	InterceptedCall(EndpointMethod method, Call call, List<WsMessageInterceptor> interceptors, int next) {
		this.method = method;
		this.call = call;
		this.interceptors = interceptors;
		this.next = next;
	}

	@Override
	public WsSession session() {
		return this.call.session();
	}

	@Override
	public Class<? extends Annotation> kind() {
		return this.method.kind().annotation();
	}

	@Override
	public Method method() {
		return this.method.method();
	}

	@Override
	public @Nullable WsMessage message() {
		return (this.method.kind() != HandlerKind.PONG) ? this.call.message() : null;
	}

	@Override
	public @Nullable Throwable error() {
		return (this.call.event() instanceof Failure failure) ? failure.error() : null;
	}

	@Override
	public @Nullable Object proceed() throws Throwable {
		if (this.next == this.interceptors.size()) {
			return this.method.proceed(this.call);
		}
		return this.interceptors.get(this.next)
			.intercept(new InterceptedCall(this.method, this.call, this.interceptors, this.next + 1));
	}

}
