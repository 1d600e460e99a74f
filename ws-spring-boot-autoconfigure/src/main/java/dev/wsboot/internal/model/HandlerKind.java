/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.model;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;

import dev.wsboot.annotation.NonBlocking;
import dev.wsboot.annotation.OnClose;
import dev.wsboot.annotation.OnError;
import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.OnOpen;
import dev.wsboot.annotation.OnPong;

import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;

/**
 * The kinds of handler methods of an endpoint.
 */
public enum HandlerKind {

	OPEN(OnOpen.class), MESSAGE(OnMessage.class), PONG(OnPong.class), CLOSE(OnClose.class), ERROR(OnError.class);

	private final Class<? extends Annotation> annotation;

	HandlerKind(Class<? extends Annotation> annotation) {
		this.annotation = annotation;
	}

	public Class<? extends Annotation> annotation() {
		return this.annotation;
	}

	/**
	 * Returns the kinds that a method, or one that it overrides, is annotated with.
	 * @param method the method
	 * @return the kinds, possibly none
	 */
	public static List<HandlerKind> of(Method method) {
		MergedAnnotations annotations = MergedAnnotations.from(method, SearchStrategy.TYPE_HIERARCHY);
		List<HandlerKind> kinds = new ArrayList<>(1);
		for (HandlerKind kind : values()) {
			if (annotations.isPresent(kind.annotation)) {
				kinds.add(kind);
			}
		}
		return kinds;
	}

	/**
	 * Returns the names of the messages that a method handles.
	 * @param method the method
	 * @return the names, possibly none
	 */
	public static List<String> names(Method method) {
		return MergedAnnotations.from(method, SearchStrategy.TYPE_HIERARCHY)
			.get(OnMessage.class)
			.getValue("value", String[].class)
			.map(List::of)
			.orElse(List.of());
	}

	/**
	 * Returns true if a method, or one that it overrides, is annotated with
	 * {@code @NonBlocking}.
	 * @param method the method
	 * @return whether there is such an annotation
	 */
	public static boolean isNonBlocking(Method method) {
		return MergedAnnotations.from(method, SearchStrategy.TYPE_HIERARCHY).isPresent(NonBlocking.class);
	}

	@Override
	public String toString() {
		return "@" + this.annotation.getSimpleName();
	}

}
