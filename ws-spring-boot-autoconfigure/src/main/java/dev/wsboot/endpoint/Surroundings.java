package dev.wsboot.endpoint;

import java.util.List;

import dev.wsboot.engine.WsSession;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * What is around each call of a handler method: the current session of the scope, the
 * context of the handshake, and interceptors; each only if the application has it. Safe
 * to use from any thread.
 *
 * @param scope knows the current session, or {@code null} if no bean is in the scope
 * @param contexts carries thread-locals, or {@code null}
 * @param interceptors the interceptors, in order
 */
record Surroundings(@Nullable WebSocketScope scope, @Nullable ContextPropagation contexts,
		List<WsMessageInterceptor> interceptors) {

	static Surroundings of(ConfigurableListableBeanFactory beanFactory) {
		return new Surroundings(usedScope(beanFactory), ContextPropagation.of(beanFactory),
				beanFactory.getBeanProvider(WsMessageInterceptor.class).orderedStream().toList());
	}

	private static @Nullable WebSocketScope usedScope(ConfigurableListableBeanFactory beanFactory) {
		return (beanFactory.getRegisteredScope(WebSocketScope.NAME) instanceof WebSocketScope scope) ? scope : null;
	}

	/** Whether anything is bound to the threads of calls. */
	boolean bind() {
		return this.scope != null || this.contexts != null;
	}

	/** Whether anything is bound to the thread of one call. */
	boolean bind(Call call) {
		return this.scope != null || call.context() != null;
	}

	/**
	 * Does something with all bound to the thread that a call may ask for.
	 * @param call the call
	 * @param body what to do
	 * @return what the body returns
	 * @throws Throwable what the body throws
	 */
	@Nullable Object call(Call call, Body body) throws Throwable {
		WsSession before = (this.scope != null) ? this.scope.enter(call.session()) : null;
		ContextPropagation.Scope context = ContextPropagation.restore(call.context());
		try {
			return body.run(call);
		}
		finally {
			context.close();
			if (this.scope != null) {
				this.scope.leave(before);
			}
		}
	}

	ContextPropagation.@Nullable Snapshot noContext() {
		return (this.contexts != null) ? this.contexts.none() : null;
	}

	ContextPropagation.@Nullable Snapshot captureContext() {
		return (this.contexts != null) ? this.contexts.capture() : null;
	}

	/** What is done inside. */
	@FunctionalInterface
	interface Body {

		@Nullable Object run(Call call) throws Throwable;

	}

}
