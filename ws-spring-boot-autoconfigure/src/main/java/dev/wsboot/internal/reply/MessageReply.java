package dev.wsboot.internal.reply;

import java.util.Optional;

import dev.wsboot.internal.invocation.Invocation;
import dev.wsboot.internal.invocation.Reply;
import org.jspecify.annotations.Nullable;

/**
 * Sends what a handler method returns as one message; {@code null} and an empty
 * {@link Optional} are none.
 *
 * @param target where it goes
 */
record MessageReply(ReplyTarget target) implements Reply {

	@Override
	public void send(Invocation invocation, @Nullable Object result) {
		Object value = (result instanceof Optional<?> optional) ? optional.orElse(null) : result;
		if (value != null) {
			this.target.send(invocation, value);
		}
	}

}
