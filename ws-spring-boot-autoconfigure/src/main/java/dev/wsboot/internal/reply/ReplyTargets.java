package dev.wsboot.internal.reply;

import java.util.Collection;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;

import dev.wsboot.annotation.Broadcast;
import dev.wsboot.annotation.MessageProtocol;
import dev.wsboot.endpoint.WsMessageCodec;
import dev.wsboot.engine.KeyedMessage;
import dev.wsboot.engine.PreparedMessage;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.WsSessions;
import dev.wsboot.internal.argument.MessageArguments;
import dev.wsboot.internal.binding.EndpointContext;
import dev.wsboot.internal.handshake.HandshakeValues;
import dev.wsboot.internal.json.JsonCodec;
import dev.wsboot.internal.json.JsonViews;
import dev.wsboot.internal.model.EndpointBean;
import dev.wsboot.internal.model.HandlerKind;
import dev.wsboot.internal.model.MethodSignature;
import dev.wsboot.internal.model.PathTemplate;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * Plans how single values that handler methods answer with are written, and where they
 * go. Used once, at startup.
 */
public final class ReplyTargets {

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
	public ReplyTargets(EndpointBean bean, EndpointContext context, PathTemplate path, HandshakeValues values) {
		this.bean = bean;
		this.context = context;
		this.path = path;
		this.values = values;
	}

	/**
	 * Plans an target.
	 * @param kind what the method is there for
	 * @param method the method
	 * @param type what it answers with, or each item of that
	 * @return the plan
	 */
	ReplyTarget plan(HandlerKind kind, MethodSignature method, ResolvableType type) {
		ValueWriter writer = writer(method, type);
		Broadcast broadcast = method.getMethodAnnotation(Broadcast.class);
		if (broadcast == null) {
			checkHasPlaceForField(kind, method, type);
			return toSession(writer);
		}
		if (kind == HandlerKind.ERROR) {
			throw method.location()
				.mistake("broadcasts an answer that concerns one session only",
						"Remove @Broadcast, or send by WsSessions what all may know");
		}
		return broadcast(method, broadcast.to(), writer);
	}

	private ReplyTarget broadcast(MethodSignature method, String to, ValueWriter writer) {
		WsSessions sessions = this.context.beanFactory().getBean(WsSessions.class);
		String endpoint = this.bean.pattern().getPatternString();
		if (to.isEmpty()) {
			return new BroadcastTarget(writer, (call, message) -> sessions.broadcast(endpoint, message));
		}
		GroupName group = GroupName.of(method.location(), to, this.path, this.values);
		return new BroadcastTarget(writer, (call, message) -> sessions.broadcast(endpoint, group.of(call), message));
	}

	/** In JSON-RPC there is no answer but that of a call. */
	boolean isIntercepted() {
		return !this.context.invocationScope().interceptors().isEmpty()
				&& this.bean.settings().protocol() != MessageProtocol.JSON_RPC;
	}

	/**
	 * Plans where messages of interceptors go.
	 * @return takes messages of any type, for the session that is called
	 */
	ReplyTarget ofInterceptors() {
		EndpointEncoder encoder = encoder();
		return toSession(new ValueWriter(encoder));
	}

	private ReplyTarget toSession(ValueWriter writer) {
		JsonCodec json = this.context.json();
		String field = this.bean.settings().correlation();
		if (field.isEmpty() || json == null) {
			return new SessionTarget(writer, null);
		}
		return new SessionTarget(writer, new Correlation(field, json.slicer()));
	}

	/** Of other types it is not known before they are written. */
	private void checkHasPlaceForField(HandlerKind kind, MethodSignature method, ResolvableType type) {
		Class<?> raw = type.resolve(Object.class);
		boolean noObject = raw.isArray() || Collection.class.isAssignableFrom(raw) || Number.class.isAssignableFrom(raw)
				|| ClassUtils.isPrimitiveOrWrapper(raw);
		String field = this.bean.settings().correlation();
		if (kind == HandlerKind.MESSAGE && !field.isEmpty() && noObject && !ValueWriter.isMessage(raw)
				&& codec(type) == null) {
			throw method.location()
				.mistake(
						"returns " + raw.getSimpleName()
								+ ", which is no JSON object, so that it has no place for the field '" + field
								+ "' of the correlation",
						"Return a record that holds it, or remove the correlation from @WsEndpoint");
		}
	}

	/**
	 * Plans how objects that do not come from methods are encoded.
	 * @return encodes objects of any type
	 */
	public EndpointEncoder encoder() {
		JsonCodec json = this.context.json();
		return new EndpointEncoder(this.bean.pattern().getPatternString(), this.context.codecs(),
				(json != null) ? json.writer(Object.class, null) : null,
				this.bean.settings().protocol() == MessageProtocol.JSON_RPC);
	}

	private @Nullable WsMessageCodec codec(ResolvableType type) {
		return this.context.codecs().stream().filter((codec) -> codec.supports(type)).findFirst().orElse(null);
	}

	boolean isBroadcast(MethodSignature method) {
		return method.hasMethodAnnotation(Broadcast.class);
	}

	/**
	 * Checks a method that answers with nothing.
	 * @param method the method
	 */
	void checkNothing(MethodSignature method) {
		if (isBroadcast(method)) {
			throw method.location()
				.mistake("is annotated with @Broadcast, but returns nothing",
						"Return the message, or remove @Broadcast");
		}
	}

	/**
	 * Checks that what a method returns has its value by then, or tells when.
	 * @param method the method
	 * @param type what it returns, or has later or in an {@code Optional}
	 */
	public static void checkIsWaitedFor(MethodSignature method, Class<?> type) {
		if (Future.class.isAssignableFrom(type) || type == Callable.class) {
			throw method.location()
				.mistake("returns " + type.getSimpleName() + ", whose value nobody waits for",
						"Return a CompletionStage, such as CompletableFuture, or the value itself: the method may block");
		}
	}

	private ValueWriter writer(MethodSignature method, ResolvableType type) {
		Class<?> raw = type.resolve(Object.class);
		if (ReplyPlanner.isNoMessage(raw)) {
			throw method.location()
				.mistake("returns " + raw.getSimpleName() + " inside of another type, where each value is one message",
						"Return it directly, or a type that can be sent as one message");
		}
		checkIsWaitedFor(method, raw);
		if (ValueWriter.isMessage(raw)) {
			return new ValueWriter((raw == KeyedMessage.class) ? encoder() : null);
		}
		WsMessageCodec codec = codec(type);
		if (codec != null) {
			return new ValueWriter((value) -> PreparedMessage.of(codec.write(value, type)));
		}
		JsonCodec json = this.context.json();
		if (json != null) {
			JsonCodec.Writer writer = json.writer(method.javaType(type), JsonViews.of(method));
			return new ValueWriter((value) -> PreparedMessage.of(WsMessage.ofText(writer.write(value))));
		}
		if (raw == Object.class) {
			// perhaps a String after all
			return new ValueWriter(encoder());
		}
		throw method.location()
			.mistake("returns " + raw.getSimpleName() + ", which is sent as JSON, but there is no JsonMapper",
					MessageArguments.JSON_CURE);
	}

}
