package dev.wsboot.endpoint;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.wsboot.annotation.Broadcast;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.WsSessions;
import org.springframework.core.ResolvableType;

/**
 * Plans how single values that handler methods answer with are written, and where they
 * go. Used once, at startup.
 */
final class OutletPlanner {

	private static final CompletionStage<Void> DONE = CompletableFuture.completedStage(null);

	private final EndpointBean bean;

	private final EndpointContext context;

	private final PathTemplate path;

	private final HandshakeValues values;

	/**
	 * Creates a planner.
	 * @param bean the endpoint
	 * @param context what the application lends
	 * @param path the endpoint's path
	 * @param values takes what groups are named by
	 */
	OutletPlanner(EndpointBean bean, EndpointContext context, PathTemplate path, HandshakeValues values) {
		this.bean = bean;
		this.context = context;
		this.path = path;
		this.values = values;
	}

	/**
	 * Plans an outlet.
	 * @param kind what the method is there for
	 * @param method the method
	 * @param type what it answers with, or each item of that
	 * @return the plan
	 */
	Outlet plan(HandlerKind kind, HandlerMethod method, ResolvableType type) {
		ValueWriter writer = writer(method, type);
		Broadcast broadcast = method.getMethodAnnotation(Broadcast.class);
		if (broadcast == null) {
			return (call, value) -> writer.send(call.session(), value);
		}
		if (kind == HandlerKind.ERROR) {
			throw method.where()
				.mistake("broadcasts an answer that concerns one session only",
						"Remove @Broadcast, or send by WsSessions what all may know");
		}
		return broadcast(method, broadcast.to(), writer);
	}

	private Outlet broadcast(HandlerMethod method, String to, ValueWriter writer) {
		WsSessions sessions = this.context.beanFactory().getBean(WsSessions.class);
		String endpoint = this.bean.pattern().getPatternString();
		if (to.isEmpty()) {
			return (call, value) -> {
				sessions.broadcast(endpoint, writer.prepare(value));
				return DONE;
			};
		}
		GroupName group = GroupName.of(method.where(), to, this.path, this.values);
		return (call, value) -> {
			sessions.broadcast(endpoint, group.of(call), writer.prepare(value));
			return DONE;
		};
	}

	boolean isBroadcast(HandlerMethod method) {
		return method.hasMethodAnnotation(Broadcast.class);
	}

	/**
	 * Checks a method that answers with nothing.
	 * @param method the method
	 */
	void checkNothing(HandlerMethod method) {
		if (isBroadcast(method)) {
			throw method.where()
				.mistake("is annotated with @Broadcast, but returns nothing",
						"Return the message, or remove @Broadcast");
		}
	}

	private ValueWriter writer(HandlerMethod method, ResolvableType type) {
		Class<?> raw = type.resolve(Object.class);
		if (AnswerPlanner.isNoMessage(raw)) {
			throw method.where()
				.mistake("returns " + raw.getSimpleName() + " inside of another type, where each value is one message",
						"Return it directly, or a type that can be sent as one message");
		}
		if (ValueWriter.isMessage(raw)) {
			return new ValueWriter(null);
		}
		for (WsMessageCodec codec : this.context.codecs()) {
			if (codec.supports(type)) {
				return new ValueWriter((value) -> codec.write(value, type));
			}
		}
		JsonCodec json = this.context.json();
		if (json != null) {
			JsonCodec.Writer writer = json.writer(method.javaType(type), JsonViews.of(method));
			return new ValueWriter((value) -> WsMessage.ofText(writer.write(value)));
		}
		if (raw == Object.class) {
			// perhaps a String after all
			return new ValueWriter(null);
		}
		throw method.where()
			.mistake("returns " + raw.getSimpleName() + ", which is sent as JSON, but there is no JsonMapper",
					MessageArguments.JSON_CURE);
	}

}
