/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.reply;

import java.util.concurrent.CompletionStage;

import dev.wsboot.internal.invocation.Invocation;
import dev.wsboot.internal.model.ReactiveTypes;
import dev.wsboot.internal.stream.FirstItem;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;

/**
 * Converts results that become available later to stages: a {@link CompletionStage}, or a
 * reactive type with at most one item. Safe to use from any thread.
 */
public final class StageSource {

	private final Class<?> type;

	private final ResolvableType valueType;

	/** True if results are reactive types, false if they are stages. */
	private final boolean reactive;

	private StageSource(Class<?> type, ResolvableType valueType, boolean reactive) {
		this.type = type;
		this.valueType = valueType;
		this.reactive = reactive;
	}

	/**
	 * Returns whether results of a type have one value that becomes available later.
	 * @param type the type
	 * @return whether {@link #of} returns a source
	 */
	static boolean supports(Class<?> type) {
		return CompletionStage.class.isAssignableFrom(type)
				|| (ReactiveTypes.isReactive(type) && ReactiveTypes.isSingle(type));
	}

	/**
	 * Returns the source for a declared type.
	 * @param declared the type
	 * @return the source, or {@code null} if results of the type are values themselves
	 */
	public static @Nullable StageSource of(ResolvableType declared) {
		Class<?> type = declared.resolve(Object.class);
		if (CompletionStage.class.isAssignableFrom(type)) {
			return new StageSource(type, declared.as(CompletionStage.class).getGeneric(), false);
		}
		if (supports(type)) {
			return new StageSource(type, declared.getGeneric(), true);
		}
		return null;
	}

	/**
	 * Returns the type of the value.
	 * @return the type, which is unresolvable if it is not declared
	 */
	public ResolvableType valueType() {
		return this.valueType;
	}

	/**
	 * Returns whether results are reactive values.
	 * @return {@code false} if results are stages
	 */
	boolean isReactive() {
		return this.reactive;
	}

	/**
	 * Returns the stage of a result.
	 * @param invocation the invocation whose result is sent
	 * @param result the result, of the declared type
	 * @return the stage of the result's value
	 */
	public CompletionStage<?> stage(Invocation invocation, Object result) {
		return this.reactive ? FirstItem.of(invocation, ReactiveTypes.publisher(this.type, result))
				: (CompletionStage<?>) result;
	}

}
