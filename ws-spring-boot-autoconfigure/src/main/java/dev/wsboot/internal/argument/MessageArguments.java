package dev.wsboot.internal.argument;

import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

import dev.wsboot.endpoint.InvalidMessageException;
import dev.wsboot.endpoint.WsMessageCodec;
import dev.wsboot.engine.SessionEvent;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.internal.invocation.CallEvent;
import dev.wsboot.internal.invocation.Invocation;
import dev.wsboot.internal.invocation.ParameterResolver;
import dev.wsboot.internal.json.JsonCodec;
import dev.wsboot.internal.json.JsonViews;
import dev.wsboot.internal.json.MessageCodecs;
import dev.wsboot.internal.model.Absence;
import dev.wsboot.internal.model.MethodSignature;
import dev.wsboot.internal.model.ReactiveTypes;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.util.Assert;

/**
 * Plans the one parameter of a message handler that takes the message.
 */
public final class MessageArguments {

	/** The place of what is no part of a message. */
	private static final String WHOLE = "";

	private final ParameterSources sources;

	MessageArguments(ParameterSources sources) {
		this.sources = sources;
	}

	/**
	 * Picks the parameter among those that nothing else fills.
	 * @param method the method
	 * @param unfilled its parameters without a plan
	 * @return the parameter
	 */
	static MethodParameter pick(MethodSignature method, List<MethodParameter> unfilled) {
		if (unfilled.isEmpty()) {
			throw method.location()
				.mistake("has no parameter for the message",
						"Add one: String for text, byte[] or ByteBuffer for binary, WsMessage for both, any other type for "
								+ "JSON");
		}
		if (unfilled.size() > 1) {
			throw method.location(unfilled.get(1))
				.mistake("would take the message, but so does " + name(unfilled.get(0)),
						"Keep one of them; annotate others with @PathVariable, @RequestParam or @RequestHeader, and "
								+ "inject beans into the constructor");
		}
		return unfilled.get(0);
	}

	/**
	 * Returns which messages a parameter takes.
	 * @param parameter the parameter
	 * @return text, binary or both
	 */
	Set<SessionEvent> events(MethodParameter parameter) {
		MethodParameter item = isPublisher(parameter) ? parameter.nested() : parameter;
		Class<?> type = type(item);
		if (type == WsMessage.class) {
			return EnumSet.of(SessionEvent.TEXT, SessionEvent.BINARY);
		}
		if (type == byte[].class || type == ByteBuffer.class || type == InputStream.class) {
			return EnumSet.of(SessionEvent.BINARY);
		}
		WsMessageCodec codec = (isText(type) || type == Reader.class) ? null
				: this.sources.codecs().find(ResolvableType.forMethodParameter(item));
		return EnumSet.of((codec != null && codec.isBinary(ResolvableType.forMethodParameter(item)))
				? SessionEvent.BINARY : SessionEvent.TEXT);
	}

	/**
	 * Whether texts are parsed for a parameter, which takes the longer the longer they
	 * are.
	 * @param parameter the parameter
	 * @return {@code false} if the parameter takes texts as they are, or none
	 */
	public boolean parsesText(MethodParameter parameter) {
		Class<?> type = type(isPublisher(parameter) ? parameter.nested() : parameter);
		return events(parameter).contains(SessionEvent.TEXT) && !isText(type) && type != WsMessage.class;
	}

	/**
	 * Plans the parameter, its validation included.
	 * @param method the method
	 * @param parameter the parameter for the message
	 * @return the plan
	 */
	public ParameterResolver plan(MethodSignature method, MethodParameter parameter) {
		StreamArgument stream = StreamArgument.plan(method, parameter);
		if (stream != null) {
			return stream;
		}
		if (isPublisher(parameter)) {
			return publisher(method, parameter);
		}
		return readValid(method, parameter);
	}

	private static boolean isPublisher(MethodParameter parameter) {
		Class<?> type = parameter.getParameterType();
		return FlowArgument.isFlow(type) || ReactiveTypes.canBeMade(type);
	}

	/** Many are all messages of a session, one is the message of a call. */
	private ParameterResolver publisher(MethodSignature method, MethodParameter parameter) {
		Class<?> type = parameter.getParameterType();
		MethodParameter nested = parameter.nested();
		if (ResolvableType.forMethodParameter(nested).resolve() == null) {
			throw method.location(parameter)
				.mistake("does not say what the messages are",
						"Write their type, such as " + type.getSimpleName() + "<String>");
		}
		ParameterResolver item = readValid(method, nested);
		if (FlowArgument.isFlow(type)) {
			return new FlowArgument(type, item);
		}
		return (invocation) -> {
			Object value = item.resolve(invocation);
			if (value == null) {
				throw new InvalidMessageException("The message is null", null);
			}
			return ReactiveTypes.just(type, value);
		};
	}

	private ParameterResolver readValid(MethodSignature method, MethodParameter parameter) {
		return MessageValidation.around(this.sources.beanFactory(), method.location(parameter), parameter, WHOLE,
				read(method, parameter));
	}

	private ParameterResolver read(MethodSignature method, MethodParameter parameter) {
		Class<?> type = type(parameter);
		if (isText(type)) {
			return (invocation) -> message(invocation).text();
		}
		if (type == byte[].class) {
			return (invocation) -> message(invocation).bytes();
		}
		if (type == ByteBuffer.class) {
			if (parameter.getNestingLevel() > 1) {
				// behind the call, too
				return (invocation) -> message(invocation).buffer();
			}
			return (invocation) -> (invocation.event() instanceof CallEvent.BufferEvent event) ? event.payload()
					: message(invocation).buffer();
		}
		if (type == WsMessage.class) {
			return (invocation) -> message(invocation);
		}
		if (!this.sources.replies().isMessage(type)) {
			throw method.location(parameter)
				.mistake("cannot take a message as " + type.getSimpleName(),
						"Use the type of one message, such as String, or a Flux or Flow.Publisher of that for all "
								+ "messages of a session");
		}
		ResolvableType resolvable = ResolvableType.forMethodParameter(parameter);
		WsMessageCodec codec = this.sources.codecs().find(resolvable);
		if (codec != null) {
			return required(parameter, (message) -> codec.read(message, resolvable));
		}
		return readJson(method, parameter, WHOLE);
	}

	/**
	 * Plans a parameter that is read from JSON whatever its type.
	 * @param method the method
	 * @param parameter the parameter
	 * @param place where it stands in messages; an empty text for the whole message
	 * @return the plan
	 */
	public ParameterResolver planJson(MethodSignature method, MethodParameter parameter, String place) {
		return MessageValidation.around(this.sources.beanFactory(), method.location(parameter), parameter, place,
				readJson(method, parameter, place));
	}

	private ParameterResolver readJson(MethodSignature method, MethodParameter parameter, String place) {
		JsonCodec json = this.sources.codecs().json();
		if (json == null) {
			throw method.location(parameter)
				.mistake("is read from JSON, but there is no JsonMapper", MessageCodecs.JSON_CURE);
		}
		if (!json.isReadable(method.typeOf(parameter))) {
			throw method.location(parameter)
				.mistake("is read from JSON, but its type is abstract, and says nothing of its subtypes",
						"Use a class or a record, or annotate the type with @JsonTypeInfo");
		}
		JsonCodec.Reader reader = json.reader(method.typeOf(parameter),
				JsonViews.of(method.location(parameter), parameter), place);
		return required(parameter, (message) -> reader.read(message.bytes()));
	}

	private static ParameterResolver required(MethodParameter parameter, Function<WsMessage, @Nullable Object> reader) {
		Absence absence = Absence.of(parameter);
		return (invocation) -> absence.orInstead(reader.apply(message(invocation)),
				() -> new InvalidMessageException("The message is null", null));
	}

	/** Returns the type of one message, also where a publisher has it. */
	private static Class<?> type(MethodParameter parameter) {
		return (parameter.getNestingLevel() > 1) ? ResolvableType.forMethodParameter(parameter).resolve(Object.class)
				: parameter.getParameterType();
	}

	private static boolean isText(Class<?> type) {
		return type == String.class || type == CharSequence.class;
	}

	private static WsMessage message(Invocation invocation) {
		WsMessage message = invocation.event().message();
		Assert.state(message != null, "Not called with a message");
		return message;
	}

	static String name(MethodParameter parameter) {
		String name = parameter.getParameterName();
		return "parameter " + ((name != null) ? "'" + name + "'" : parameter.getParameterIndex());
	}

}
