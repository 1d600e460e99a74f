package dev.wsboot.internal.reply;

import dev.wsboot.internal.invocation.Invocation;
import dev.wsboot.internal.invocation.Reply;
import dev.wsboot.internal.model.MethodSignature;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * Tells what a {@link dev.wsboot.endpoint.WsMessageInterceptor} has put in place of a
 * method's result, and which may be of any type, from that which the method itself
 * returns.
 *
 * @param method the method
 * @param type what the method returns
 * @param reply sends the results of the method
 * @param target takes a message of an interceptor
 */
record InterceptedReply(MethodSignature method, Class<?> type, Reply reply, ReplyTarget target) implements Reply {

	@Override
	public void send(Invocation invocation, @Nullable Object result) throws Exception {
		if (result == null || ClassUtils.isAssignableValue(this.type, result)) {
			this.reply.send(invocation, result);
		}
		else if (ReplyPlanner.isNoMessage(result.getClass())) {
			throw new IllegalStateException(
					"An interceptor has returned a " + result.getClass().getName() + " for " + this.method.location()
							+ ", which returns " + this.type.getSimpleName() + ": it may return that, or one message");
		}
		else {
			this.target.send(invocation, result);
		}
	}

}
