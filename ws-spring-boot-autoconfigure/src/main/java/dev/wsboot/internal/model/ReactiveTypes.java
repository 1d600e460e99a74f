/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.model;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.FlowAdapters;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * Publishers of Reactive Streams and the types that Spring adapts to publishers, from
 * Reactor, RxJava and Mutiny. Methods must be called only if {@link #PRESENT} is true,
 * unless they say otherwise. Stateless.
 */
public final class ReactiveTypes {

	/** True if Reactive Streams are on the class path. */
	static final boolean PRESENT = ClassUtils.isPresent("org.reactivestreams.Publisher",
			ReactiveTypes.class.getClassLoader());

	private static final boolean REACTOR = ClassUtils.isPresent("reactor.core.publisher.Mono",
			ReactiveTypes.class.getClassLoader());

	private ReactiveTypes() {
	}

	/**
	 * Returns whether a type is a publisher, or can be adapted to one. May be called in
	 * any case.
	 * @param type the type
	 * @return {@code false} also without Reactive Streams
	 */
	public static boolean isReactive(Class<?> type) {
		return PRESENT && Adapters.isReactive(type);
	}

	/**
	 * Returns whether a reactive type has at most one item.
	 * @param type the type
	 * @return {@code true} for types such as Mono
	 */
	public static boolean isSingle(Class<?> type) {
		return Adapters.isSingle(type);
	}

	/**
	 * Returns whether values of exactly this type can be created from messages.
	 * @param type a declared type
	 * @return whether {@link #of} is possible
	 */
	public static boolean canBeMade(Class<?> type) {
		return PRESENT && Adapters.canBeMade(type);
	}

	/**
	 * Returns a publisher as a reactive value.
	 * @param type the declared reactive type, of many items
	 * @param publisher the publisher
	 * @return the value
	 */
	public static Object of(Class<?> type, Flow.Publisher<?> publisher) {
		return Adapters.of(type, publisher);
	}

	/**
	 * Returns a reactive value with one item.
	 * @param type the declared reactive type, of one item
	 * @param item the item
	 * @return the value
	 */
	public static Object just(Class<?> type, Object item) {
		return Adapters.just(type, item);
	}

	/**
	 * Returns a reactive value as a publisher.
	 * @param type the declared reactive type
	 * @param value the value
	 * @return the publisher
	 */
	public static Flow.Publisher<?> publisher(Class<?> type, Object value) {
		return Adapters.publisher(type, value);
	}

	/**
	 * Returns the type of the result of a call of a suspending Kotlin function.
	 * @param type the type that the function declares
	 * @return a type of Reactor, or a {@link Publisher}
	 */
	static ResolvableType ofSuspending(ResolvableType type) {
		return Adapters.ofSuspending(type);
	}

	/** A class that is loaded only if Reactive Streams are present. */
	private static final class Adapters {

		static boolean isReactive(Class<?> type) {
			return Publisher.class.isAssignableFrom(type) || adapter(type) != null;
		}

		static boolean isSingle(Class<?> type) {
			ReactiveAdapter adapter = adapter(type);
			return adapter != null && !adapter.isMultiValue();
		}

		/** As {@link org.springframework.core.CoroutinesUtils} returns it. */
		static ResolvableType ofSuspending(ResolvableType type) {
			Class<?> raw = type.resolve(Object.class);
			if (Publisher.class.isAssignableFrom(raw)) {
				return type;
			}
			if (raw.getName().equals("kotlinx.coroutines.flow.Flow")) {
				return ResolvableType.forClassWithGenerics(Flux.class, type.getGeneric());
			}
			boolean nothing = raw == void.class || raw.getName().equals("kotlin.Unit");
			return ResolvableType.forClassWithGenerics(Mono.class,
					nothing ? ResolvableType.forClass(Void.class) : type);
		}

		static Flow.Publisher<?> publisher(Class<?> type, Object value) {
			ReactiveAdapter adapter = adapter(type);
			Publisher<?> publisher = (value instanceof Publisher<?> present || adapter == null) ? (Publisher<?>) value
					: adapter.toPublisher(value);
			return FlowAdapters.toFlowPublisher(publisher);
		}

		static boolean canBeMade(Class<?> type) {
			ReactiveAdapter adapter = adapter(type);
			if (adapter == null || type == Publisher.class) {
				return type == Publisher.class;
			}
			return adapter.getReactiveType() == type && !adapter.isNoValue() && (REACTOR || adapter.isMultiValue())
					&& !CompletionStage.class.isAssignableFrom(type);
		}

		static Object of(Class<?> type, Flow.Publisher<?> publisher) {
			return adapt(type, FlowAdapters.toPublisher(publisher));
		}

		static Object just(Class<?> type, Object item) {
			return adapt(type, Mono.just(item));
		}

		private static Object adapt(Class<?> type, Publisher<?> publisher) {
			ReactiveAdapter adapter = adapter(type);
			return (type == Publisher.class || adapter == null) ? publisher : adapter.fromPublisher(publisher);
		}

		private static @Nullable ReactiveAdapter adapter(Class<?> type) {
			return (type != Object.class) ? ReactiveAdapterRegistry.getSharedInstance().getAdapter(type) : null;
		}

	}

}
