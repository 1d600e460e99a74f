package dev.wsboot.endpoint;

import java.nio.ByteBuffer;
import java.util.Optional;

import dev.wsboot.engine.PreparedMessage;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.WsSession;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;

/**
 * Sends what a handler method returns as one message.
 */
final class MessageAnswer implements Answer {

	private final JsonCodec.@Nullable Writer writer;

	private MessageAnswer(JsonCodec.@Nullable Writer writer) {
		this.writer = writer;
	}

	static MessageAnswer plan(HandlerMethod method, @Nullable JsonCodec json) {
		MethodParameter returned = method.getReturnType().nestedIfOptional();
		Class<?> rawType = returned.getNestedParameterType();
		if (rawType == void.class || rawType == Void.class || isText(rawType) || isBinary(rawType)
				|| rawType == PreparedMessage.class || rawType == WsMessage.class) {
			return new MessageAnswer(null);
		}
		if (json != null) {
			return new MessageAnswer(json.writer(method.typeOf(returned)));
		}
		if (rawType == Object.class) {
			// perhaps a String after all
			return new MessageAnswer(null);
		}
		throw method.where()
			.mistake("returns " + rawType.getSimpleName() + ", which is sent as JSON, but there is no JsonMapper",
					MessageArguments.JSON_CURE);
	}

	private static boolean isText(Class<?> type) {
		return CharSequence.class.isAssignableFrom(type);
	}

	private static boolean isBinary(Class<?> type) {
		return type == byte[].class || ByteBuffer.class.isAssignableFrom(type);
	}

	@Override
	public void send(Call call, @Nullable Object result) {
		WsSession session = call.session();
		Object value = (result instanceof Optional<?> optional) ? optional.orElse(null) : result;
		if (value == null) {
			return;
		}
		if (value instanceof CharSequence text) {
			session.sendText(text);
		}
		else if (value instanceof byte[] bytes) {
			session.sendBinary(bytes);
		}
		else if (value instanceof ByteBuffer buffer) {
			session.sendBinary(buffer);
		}
		else if (value instanceof WsMessage message) {
			session.send(PreparedMessage.of(message));
		}
		else if (value instanceof PreparedMessage message) {
			session.send(message);
		}
		else if (this.writer != null) {
			session.send(PreparedMessage.of(WsMessage.ofText(this.writer.write(value))));
		}
		else {
			throw new IllegalStateException(
					"A reply of type " + value.getClass().getName() + " needs a JsonMapper bean, and there is none");
		}
	}

}
