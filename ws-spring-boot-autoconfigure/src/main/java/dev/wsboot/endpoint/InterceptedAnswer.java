package dev.wsboot.endpoint;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * Tells what a {@link WsMessageInterceptor} has put in place of a method's result, and
 * which may be of any type, from that which the method itself returns.
 *
 * @param method the method
 * @param type what the method returns
 * @param answer answers with what the method returns
 * @param outlet takes a message of an interceptor
 */
record InterceptedAnswer(MethodSignature method, Class<?> type, Answer answer, Outlet outlet) implements Answer {

	@Override
	public void send(Invocation invocation, @Nullable Object result) throws Exception {
		if (result == null || ClassUtils.isAssignableValue(this.type, result)) {
			this.answer.send(invocation, result);
		}
		else if (AnswerPlanner.isNoMessage(result.getClass())) {
			throw new IllegalStateException(
					"An interceptor has returned a " + result.getClass().getName() + " for " + this.method.location()
							+ ", which returns " + this.type.getSimpleName() + ": it may return that, or one message");
		}
		else {
			this.outlet.send(invocation, result);
		}
	}

}
