package dev.wsboot.internal.argument;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

import dev.wsboot.annotation.MessageProtocol;
import dev.wsboot.endpoint.InvalidMessageException;
import dev.wsboot.endpoint.WsArgumentResolver;
import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.HandshakeRequest;
import dev.wsboot.engine.Headers;
import dev.wsboot.engine.SessionEvent;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.WsSession;
import dev.wsboot.internal.invocation.CallEvent;
import dev.wsboot.internal.invocation.Invocation;
import dev.wsboot.internal.invocation.ParameterResolver;
import dev.wsboot.internal.model.Absence;
import dev.wsboot.internal.model.HandlerKind;
import dev.wsboot.internal.model.KotlinFunction;
import dev.wsboot.internal.model.Location;
import dev.wsboot.internal.model.MethodSignature;
import dev.wsboot.jsonrpc.JsonRpcSession;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodParameter;
import org.springframework.util.Assert;

/**
 * Plans the parameters of handler methods, or says why nobody can fill one.
 */
public final class ParameterPlanner {

	private static final ParameterResolver NOT_YET = (invocation) -> null;

	private final ConfigurableListableBeanFactory beanFactory;

	private final HandshakeArguments handshakeArguments;

	private final MessageProtocol protocol;

	private final MessageArguments messageArguments;

	private final List<WsArgumentResolver> resolvers;

	public ParameterPlanner(ParameterSources sources, HandshakeArguments handshakeArguments, MessageProtocol protocol) {
		this.protocol = protocol;
		this.beanFactory = sources.beanFactory();
		this.handshakeArguments = handshakeArguments;
		this.messageArguments = new MessageArguments(sources);
		this.resolvers = sources.resolvers();
	}

	/**
	 * Plans all parameters of a method.
	 * @param kind what the method is there for
	 * @param method the method
	 * @param arguments takes the plans
	 * @return the parameter for the message or the error, or {@code null}
	 */
	public @Nullable MethodParameter plan(HandlerKind kind, MethodSignature method, List<ParameterResolver> arguments) {
		List<MethodParameter> unfilled = planAllButMessage(kind, method, arguments);
		if (kind != HandlerKind.MESSAGE) {
			return error(method);
		}
		MethodParameter message = MessageArguments.pick(method, unfilled);
		arguments.set(message.getParameterIndex(), this.messageArguments.plan(method, message));
		return message;
	}

	private static @Nullable MethodParameter error(MethodSignature method) {
		List<MethodParameter> errors = Arrays.stream(method.getMethodParameters())
			.filter(ParameterPlanner::isError)
			.toList();
		if (errors.size() > 1) {
			throw method.location(errors.get(1))
				.mistake("takes the error, but so does " + MessageArguments.name(errors.get(0)),
						"Keep one of them, of a type that fits all errors that the method is for");
		}
		return errors.isEmpty() ? null : errors.get(0);
	}

	/**
	 * Plans the parameters of a method that do not take the message.
	 * @param kind what the method is there for
	 * @param method the method
	 * @param arguments takes the plans, and something in place of those that are left
	 * @return the parameters that are left
	 */
	public List<MethodParameter> planAllButMessage(HandlerKind kind, MethodSignature method,
			List<ParameterResolver> arguments) {
		List<MethodParameter> unfilled = new ArrayList<>();
		for (MethodParameter parameter : method.getMethodParameters()) {
			if (KotlinFunction.isContinuation(parameter)) {
				// added by whoever calls the function
				arguments.add(NOT_YET);
				continue;
			}
			ParameterResolver argument = plan(kind, method.location(parameter), parameter);
			if (argument == null) {
				unfilled.add(parameter);
			}
			arguments.add((argument != null) ? argument : NOT_YET);
		}
		return unfilled;
	}

	public MessageArguments messageArguments() {
		return this.messageArguments;
	}

	private @Nullable ParameterResolver plan(HandlerKind kind, Location location, MethodParameter parameter) {
		MessageValidation.checkConstraints(location, parameter);
		for (WsArgumentResolver resolver : this.resolvers) {
			if (resolver.supports(parameter)) {
				Absence absence = Absence.ofResolved(parameter);
				return (invocation) -> absence.orInstead(resolver.resolve(parameter, invocation.session()),
						() -> new InvalidMessageException("There is no value for a parameter", null));
			}
		}
		ParameterResolver argument = this.handshakeArguments.plan(location, parameter);
		if (argument == null) {
			argument = SessionAttributeArgument.plan(location, parameter);
		}
		return (argument != null) ? argument : planByType(kind, location, parameter);
	}

	/**
	 * Returns which messages a parameter takes.
	 * @param message the parameter for the message
	 * @return text, binary or both
	 */
	public Set<SessionEvent> events(MethodParameter message) {
		return this.messageArguments.events(message);
	}

	private @Nullable ParameterResolver planByType(HandlerKind kind, Location location, MethodParameter parameter) {
		Class<?> type = parameter.getParameterType();
		if (type == WsSession.class) {
			return Invocation::session;
		}
		if (type == JsonRpcSession.class) {
			if (this.protocol != MessageProtocol.JSON_RPC) {
				throw location.mistake("cannot be filled: the endpoint does not speak JSON-RPC",
						"Add protocol = MessageProtocol.JSON_RPC to @WsEndpoint, or use WsSession");
			}
			return (invocation) -> JsonRpcSession.of(invocation.session());
		}
		if (type == HandshakeRequest.class) {
			return (invocation) -> invocation.session().handshakeRequest();
		}
		if (type == Headers.class) {
			return (invocation) -> invocation.session().handshakeRequest().headers();
		}
		if (SocketAddress.class.isAssignableFrom(type) && type.isAssignableFrom(InetSocketAddress.class)) {
			return (invocation) -> invocation.session().remoteAddress();
		}
		if (type == InetAddress.class) {
			return (invocation) -> invocation.session().remoteAddress().getAddress();
		}
		ParameterResolver principal = PrincipalArgument.plan(location, parameter);
		if (principal != null) {
			return principal;
		}
		if (type == CloseStatus.class) {
			checkIs(HandlerKind.CLOSE, kind, location);
			return (invocation) -> event(invocation, CallEvent.Closed.class).status();
		}
		if (isError(parameter)) {
			checkIs(HandlerKind.ERROR, kind, location);
			return (invocation) -> event(invocation, CallEvent.Failed.class).error();
		}
		if (kind == HandlerKind.PONG && type == ByteBuffer.class) {
			return (invocation) -> event(invocation, CallEvent.PongEvent.class).payload();
		}
		if (kind == HandlerKind.PONG && type == byte[].class) {
			return (invocation) -> bytes(event(invocation, CallEvent.PongEvent.class).payload());
		}
		if (kind == HandlerKind.ERROR && type == WsMessage.class) {
			return Invocation::message;
		}
		if (isBean(type)) {
			throw location.mistake(
					"cannot be filled: " + type.getSimpleName() + " is a bean, not a part of the session",
					"Inject it into the constructor of the endpoint");
		}
		if (kind == HandlerKind.MESSAGE && (type == WsMessage.class || !isEngineType(type))) {
			TrustedTypes.check(location, parameter);
			return null;
		}
		if (FlowArgument.isFlow(type)) {
			throw location.mistake("takes all messages, but stands in an " + kind + " method",
					"Move it to an @OnMessage method, which is then called once for each session, behind @OnOpen");
		}
		throw location.mistake("cannot be filled in an " + kind + " method", "Use one of " + fillable(kind));
	}

	private static void checkIs(HandlerKind expected, HandlerKind actual, Location location) {
		if (expected != actual) {
			throw location.mistake(
					"cannot be filled in an " + actual + " method: there is one in " + expected + " only",
					"Remove it, or move it to the " + expected + " method");
		}
	}

	private static byte[] bytes(ByteBuffer buffer) {
		byte[] bytes = new byte[buffer.remaining()];
		buffer.get(buffer.position(), bytes);
		return bytes;
	}

	private static <T extends CallEvent> T event(Invocation invocation, Class<T> type) {
		Assert.state(type.isInstance(invocation.event()), "Called for another event");
		return type.cast(invocation.event());
	}

	private static boolean isError(MethodParameter parameter) {
		return Throwable.class.isAssignableFrom(parameter.getParameterType());
	}

	private static boolean isEngineType(Class<?> type) {
		return type.getPackageName().startsWith("dev.wsboot.engine");
	}

	/** Beans of JDK types, such as a map, say nothing about the parameter. */
	private boolean isBean(Class<?> type) {
		return !type.isPrimitive() && !type.isArray() && !type.getName().startsWith("java.")
				&& this.beanFactory.getBeanNamesForType(type, true, false).length > 0;
	}

	private static String fillable(HandlerKind kind) {
		String types = "WsSession, HandshakeRequest, HttpHeaders, InetSocketAddress, Principal or a subtype, ";
		if (kind == HandlerKind.CLOSE) {
			types += "CloseStatus, ";
		}
		if (kind == HandlerKind.PONG) {
			types += "the payload as ByteBuffer or byte[], ";
		}
		if (kind == HandlerKind.ERROR) {
			types += "a Throwable, WsMessage, ";
		}
		if (kind == HandlerKind.MESSAGE) {
			types += "the message as String, byte[], ByteBuffer, WsMessage or a type that is read from JSON, ";
		}
		return types + "and parameters annotated with @PathVariable, @RequestParam, @RequestHeader, @CookieValue or "
				+ "@SessionAttribute";
	}

}
