package dev.wsboot.endpoint;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.FlowAdapters;
import org.reactivestreams.Publisher;

import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.util.ClassUtils;

/**
 * Publishers of Reactive Streams and the types that Spring adapts to them: Reactor's,
 * RxJava's, Mutiny's. To be touched only where {@link #PRESENT}.
 */
final class ReactiveTypes {

	/** Whether Reactive Streams are on the class path. */
	static final boolean PRESENT = ClassUtils.isPresent("org.reactivestreams.Publisher",
			ReactiveTypes.class.getClassLoader());

	private ReactiveTypes() {
	}

	/**
	 * Whether a type is a publisher, or can be adapted to one.
	 * @param type the type
	 * @return whether it is
	 */
	static boolean isReactive(Class<?> type) {
		return PRESENT && Adapters.isReactive(type);
	}

	/**
	 * Whether a reactive type has one item at most.
	 * @param type the type
	 * @return {@code true} for such as Mono
	 */
	static boolean isSingle(Class<?> type) {
		return Adapters.isSingle(type);
	}

	/**
	 * Returns a reactive value as a publisher.
	 * @param type the declared reactive type
	 * @param value the value
	 * @return the publisher
	 */
	static Flow.Publisher<?> publisher(Class<?> type, Object value) {
		return Adapters.publisher(type, value);
	}

	/**
	 * Subscribes to a reactive value with one item at most.
	 * @param type the declared reactive type
	 * @param call the call that is answered
	 * @param value the value
	 * @return its item
	 */
	static CompletionStage<@Nullable Object> first(Class<?> type, Call call, Object value) {
		return FirstItem.of(call, Adapters.publisher(type, value));
	}

	/** Loaded only where Reactive Streams are present. */
	private static final class Adapters {

		static boolean isReactive(Class<?> type) {
			return Publisher.class.isAssignableFrom(type) || adapter(type) != null;
		}

		static boolean isSingle(Class<?> type) {
			ReactiveAdapter adapter = adapter(type);
			return adapter != null && !adapter.isMultiValue();
		}

		static Flow.Publisher<?> publisher(Class<?> type, Object value) {
			ReactiveAdapter adapter = adapter(type);
			Publisher<?> publisher = (value instanceof Publisher<?> present || adapter == null) ? (Publisher<?>) value
					: adapter.toPublisher(value);
			return FlowAdapters.toFlowPublisher(publisher);
		}

		private static @Nullable ReactiveAdapter adapter(Class<?> type) {
			return (type != Object.class) ? ReactiveAdapterRegistry.getSharedInstance().getAdapter(type) : null;
		}

	}

}
