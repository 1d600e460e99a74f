package dev.wsboot.endpoint;

import java.io.InputStream;
import java.io.Reader;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.stream.BaseStream;

import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;

/**
 * Plans what is done with that which a handler method returns, by its declared type. Used
 * once, at startup.
 */
final class AnswerPlanner {

	private static final Answer NOTHING = (call, result) -> {
	};

	private final OutletPlanner outlets;

	/** Whether messages are answered by streams. */
	private boolean streamed;

	AnswerPlanner(OutletPlanner outlets) {
		this.outlets = outlets;
	}

	/**
	 * Plans the answer of a method.
	 * @param kind what the method is there for
	 * @param method the method
	 * @return the plan
	 */
	Answer plan(HandlerKind kind, MethodSignature method) {
		Answer answer = plan(kind, method, method.returnType(), false);
		if (kind == HandlerKind.CLOSE || !this.outlets.isIntercepted()) {
			return answer;
		}
		return new InterceptedAnswer(method, method.returnType().resolve(Object.class), answer,
				this.outlets.ofInterceptors());
	}

	private Answer plan(HandlerKind kind, MethodSignature method, ResolvableType type, boolean later) {
		Class<?> raw = type.resolve(Object.class);
		if (raw == void.class || raw == Void.class) {
			this.outlets.checkNothing(method);
			return NOTHING;
		}
		if (CompletionStage.class.isAssignableFrom(raw)) {
			return new StageAnswer((call, stage) -> (CompletionStage<?>) stage,
					plan(kind, method, type.as(CompletionStage.class).getGeneric(), true));
		}
		if (Flow.Publisher.class.isAssignableFrom(raw)) {
			return new PublishedAnswer((publisher) -> (Flow.Publisher<?>) publisher,
					items(kind, method, type.as(Flow.Publisher.class)), this.outlets.isBroadcast(method));
		}
		if (ReactiveTypes.isReactive(raw)) {
			if (ReactiveTypes.isSingle(raw)) {
				return new StageAnswer((call, value) -> ReactiveTypes.first(raw, call, value), plan(kind, method,
						type.hasGenerics() ? type.getGeneric() : ResolvableType.forClass(Void.class), true));
			}
			return new PublishedAnswer((value) -> ReactiveTypes.publisher(raw, value), items(kind, method, type),
					this.outlets.isBroadcast(method));
		}
		if (BaseStream.class.isAssignableFrom(raw)) {
			return new PulledAnswer(items(kind, method, type.as(BaseStream.class)), this.outlets.isBroadcast(method));
		}
		if (raw == Iterable.class) {
			return new PulledAnswer(items(kind, method, type), this.outlets.isBroadcast(method));
		}
		if (isFragmented(raw)) {
			return fragments(method, raw, later);
		}
		return new MessageAnswer(this.outlets.plan(kind, method, (raw == Optional.class) ? type.getGeneric() : type));
	}

	private Outlet items(HandlerKind kind, MethodSignature method, ResolvableType type) {
		if (kind == HandlerKind.CLOSE) {
			throw method.location()
				.mistake("returns many messages, but the session is closed by then", "Return one message at most");
		}
		this.streamed |= kind != HandlerKind.OPEN;
		return this.outlets.plan(kind, method, type.getGeneric());
	}

	/**
	 * Whether a method that was planned answers messages by streams.
	 * @return whether there is one
	 */
	boolean areStreamed() {
		return this.streamed;
	}

	private Answer fragments(MethodSignature method, Class<?> type, boolean later) {
		if (this.outlets.isBroadcast(method)) {
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
		return new FragmentAnswer();
	}

	private static boolean isFragmented(Class<?> type) {
		return InputStream.class.isAssignableFrom(type) || Reader.class.isAssignableFrom(type)
				|| type == StreamingMessage.class;
	}

	/**
	 * Whether values of a type are more, less or later than one message.
	 * @param type the type
	 * @return whether it cannot be an item of something else
	 */
	static boolean isNoMessage(@Nullable Class<?> type) {
		return type != null && (CompletionStage.class.isAssignableFrom(type)
				|| Flow.Publisher.class.isAssignableFrom(type) || BaseStream.class.isAssignableFrom(type)
				|| isFragmented(type) || ReactiveTypes.isReactive(type));
	}

}
