package dev.wsboot.endpoint;

import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Set;
import java.util.List;

import dev.wsboot.engine.SessionEvent;
import dev.wsboot.engine.WsMessage;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.util.Assert;

/**
 * Plans the one parameter of a message handler that takes the message.
 */
final class MessageArguments {

	static final String JSON_CURE = "Add Jackson's JsonMapper as a bean (spring-boot-starter-jackson brings it; of "
			+ "several, mark one as @Primary), or use String, byte[] or ByteBuffer";

	private final @Nullable JsonCodec json;

	MessageArguments(@Nullable JsonCodec json) {
		this.json = json;
	}

	/**
	 * Picks the parameter among those that nothing else fills.
	 * @param method the method
	 * @param unfilled its parameters without a plan
	 * @return the parameter
	 */
	static MethodParameter pick(HandlerMethod method, List<MethodParameter> unfilled) {
		if (unfilled.isEmpty()) {
			throw method.where()
				.mistake("has no parameter for the message",
						"Add one: String for text, byte[] or ByteBuffer for binary, WsMessage for both, any other type for "
								+ "JSON");
		}
		if (unfilled.size() > 1) {
			throw method.where(unfilled.get(1))
				.mistake("would take the message, but so does " + name(unfilled.get(0)),
						"Keep one of them; annotate others with @PathVariable, @RequestParam or @RequestHeader, and "
								+ "inject beans into the constructor");
		}
		return unfilled.get(0);
	}

	/**
	 * Returns which messages a parameter takes.
	 * @param type its type
	 * @return text, binary or both
	 */
	static Set<SessionEvent> events(Class<?> type) {
		if (type == WsMessage.class) {
			return EnumSet.of(SessionEvent.TEXT, SessionEvent.BINARY);
		}
		return EnumSet.of((type == byte[].class || type == ByteBuffer.class) ? SessionEvent.BINARY : SessionEvent.TEXT);
	}

	Argument plan(HandlerMethod method, MethodParameter parameter) {
		Class<?> type = parameter.getParameterType();
		if (type == String.class || type == CharSequence.class) {
			return (call) -> message(call.event()).text();
		}
		if (type == byte[].class) {
			return (call) -> message(call.event()).bytes();
		}
		if (type == ByteBuffer.class) {
			return (call) -> (call.event() instanceof ByteBuffer buffer) ? buffer : message(call.event()).buffer();
		}
		if (type == WsMessage.class) {
			return (call) -> message(call.event());
		}
		return planJson(method, parameter);
	}

	/**
	 * Plans a parameter that is read from JSON whatever its type.
	 * @param method the method
	 * @param parameter the parameter
	 * @return the plan
	 */
	Argument planJson(HandlerMethod method, MethodParameter parameter) {
		if (this.json == null) {
			throw method.where(parameter).mistake("is read from JSON, but there is no JsonMapper", JSON_CURE);
		}
		return json(this.json, method.typeOf(parameter), JsonViews.of(method.where(parameter), parameter),
				parameter.isOptional());
	}

	private static Argument json(JsonCodec json, Type type, @Nullable Class<?> view, boolean optional) {
		JsonCodec.Reader reader = json.reader(type, view);
		return (call) -> {
			Object value = reader.read(message(call.event()).bytes());
			if (value == null && !optional) {
				throw new InvalidMessageException("The message is null, not JSON of " + type.getTypeName(), null);
			}
			return value;
		};
	}

	private static WsMessage message(@Nullable Object event) {
		if (event instanceof ByteBuffer buffer) {
			byte[] copy = new byte[buffer.remaining()];
			buffer.get(buffer.position(), copy);
			return WsMessage.ofBinary(copy);
		}
		Assert.state(event instanceof WsMessage, "Not called with a message");
		return (WsMessage) event;
	}

	private static String name(MethodParameter parameter) {
		String name = parameter.getParameterName();
		return "parameter " + ((name != null) ? "'" + name + "'" : parameter.getParameterIndex());
	}

}
