package dev.wsboot.internal.reply;

import java.io.InputStream;
import java.io.Reader;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.stream.BaseStream;

import dev.wsboot.endpoint.StreamingMessage;
import dev.wsboot.internal.invocation.Reply;
import dev.wsboot.internal.model.HandlerKind;
import dev.wsboot.internal.model.MethodSignature;
import dev.wsboot.internal.model.ReactiveTypes;
import dev.wsboot.internal.stream.FirstItem;
import dev.wsboot.internal.stream.StreamLimit;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;

/**
 * Plans what is done with that which a handler method returns, by its declared type. Used
 * once, at startup.
 */
public final class ReplyPlanner {

	private static final Reply NOTHING = (call, result) -> {
	};

	private final ReplyTargets targets;

	private final StreamLimit streamLimit;

	/** Whether messages are answered by streams. */
	private boolean streamed;

	public ReplyPlanner(ReplyTargets targets, StreamLimit streamLimit) {
		this.targets = targets;
		this.streamLimit = streamLimit;
	}

	/**
	 * Plans the reply of a method.
	 * @param kind what the method is there for
	 * @param method the method
	 * @return the plan
	 */
	public Reply plan(HandlerKind kind, MethodSignature method) {
		Reply reply = plan(kind, method, method.returnType(), false);
		if (kind == HandlerKind.CLOSE || !this.targets.isIntercepted()) {
			return reply;
		}
		return new InterceptedReply(method, method.returnType().resolve(Object.class), reply,
				this.targets.ofInterceptors());
	}

	private Reply plan(HandlerKind kind, MethodSignature method, ResolvableType type, boolean later) {
		Class<?> raw = type.resolve(Object.class);
		if (raw == void.class || raw == Void.class) {
			this.targets.checkNothing(method);
			return NOTHING;
		}
		if (CompletionStage.class.isAssignableFrom(raw)) {
			return new StageReply((call, stage) -> (CompletionStage<?>) stage,
					plan(kind, method, type.as(CompletionStage.class).getGeneric(), true));
		}
		if (Flow.Publisher.class.isAssignableFrom(raw)) {
			return new PublishedReply((publisher) -> (Flow.Publisher<?>) publisher,
					items(kind, method, type.as(Flow.Publisher.class)), this.targets.isBroadcast(method),
					this.streamLimit);
		}
		if (ReactiveTypes.isReactive(raw)) {
			if (ReactiveTypes.isSingle(raw)) {
				return new StageReply((call, value) -> FirstItem.of(call, ReactiveTypes.publisher(raw, value)),
						plan(kind, method, type.hasGenerics() ? type.getGeneric() : ResolvableType.forClass(Void.class),
								true));
			}
			return new PublishedReply((value) -> ReactiveTypes.publisher(raw, value), items(kind, method, type),
					this.targets.isBroadcast(method), this.streamLimit);
		}
		if (BaseStream.class.isAssignableFrom(raw)) {
			return new PulledReply(items(kind, method, type.as(BaseStream.class)), this.targets.isBroadcast(method),
					this.streamLimit);
		}
		if (raw == Iterable.class) {
			return new PulledReply(items(kind, method, type), this.targets.isBroadcast(method), this.streamLimit);
		}
		if (isFragmented(raw)) {
			return fragments(method, raw, later);
		}
		return new MessageReply(this.targets.plan(kind, method, (raw == Optional.class) ? type.getGeneric() : type));
	}

	private ReplyTarget items(HandlerKind kind, MethodSignature method, ResolvableType type) {
		if (kind == HandlerKind.CLOSE) {
			throw method.location()
				.mistake("returns many messages, but the session is closed by then", "Return one message at most");
		}
		this.streamed |= kind != HandlerKind.OPEN;
		return this.targets.plan(kind, method, type.getGeneric());
	}

	/**
	 * Whether a method that was planned answers messages by streams.
	 * @return whether there is one
	 */
	public boolean areStreamed() {
		return this.streamed;
	}

	private Reply fragments(MethodSignature method, Class<?> type, boolean later) {
		if (this.targets.isBroadcast(method)) {
			throw method.location()
				.mistake("broadcasts " + type.getSimpleName() + ", which can be read only once",
						"Return the whole message, or remove @Broadcast");
		}
		if (HandlerKind.isNonBlocking(method.getMethod())) {
			throw method.location()
				.mistake("returns " + type.getSimpleName()
						+ ", which blocks while it is sent, but promises not to block", "Remove @NonBlocking");
		}
		if (later) {
			throw method.location()
				.mistake("returns " + type.getSimpleName() + " later, but there is no thread to send it on then",
						"Return it directly; the method may block");
		}
		return new FragmentReply();
	}

	private static boolean isFragmented(Class<?> type) {
		return InputStream.class.isAssignableFrom(type) || Reader.class.isAssignableFrom(type)
				|| StreamingMessage.class.isAssignableFrom(type);
	}

	/**
	 * Whether values of a type are more, less or later than one message.
	 * @param type the type
	 * @return whether it cannot be an item of something else
	 */
	public static boolean isNoMessage(@Nullable Class<?> type) {
		return type != null && (CompletionStage.class.isAssignableFrom(type)
				|| Flow.Publisher.class.isAssignableFrom(type) || BaseStream.class.isAssignableFrom(type)
				|| isFragmented(type) || ReactiveTypes.isReactive(type));
	}

}
