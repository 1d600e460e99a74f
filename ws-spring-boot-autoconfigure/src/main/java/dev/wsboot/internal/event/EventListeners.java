/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.event;

import java.util.List;

import dev.wsboot.session.WsSessionClosedEvent;
import dev.wsboot.session.WsSessionOpenedEvent;
import dev.wsboot.session.WsUserOfflineEvent;
import dev.wsboot.session.WsUserOnlineEvent;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.GenericApplicationListener;
import org.springframework.context.event.GenericApplicationListenerAdapter;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.core.ResolvableType;

/**
 * Finds out whether an application listens to events of sessions and users, so that an
 * application that does not pays nothing for them.
 */
final class EventListeners {

	private static final List<ResolvableType> EVENTS = List.of(ResolvableType.forClass(WsSessionOpenedEvent.class),
			ResolvableType.forClass(WsSessionClosedEvent.class), ResolvableType.forClass(WsUserOnlineEvent.class),
			ResolvableType.forClass(WsUserOfflineEvent.class));

	private EventListeners() {
	}

	/** Returns whether a context or one of its parents, which get its events, listens. */
	static boolean isAnyIn(ApplicationContext context) {
		for (@Nullable
		ApplicationContext each = context; each != null; each = each.getParent()) {
			if (!(each instanceof AbstractApplicationContext known) || isAnyOf(known)) {
				return true;
			}
		}
		return false;
	}

	private static boolean isAnyOf(AbstractApplicationContext context) {
		for (ApplicationListener<?> listener : context.getApplicationListeners()) {
			if (listens(listener)) {
				return true;
			}
		}
		for (ResolvableType event : EVENTS) {
			// beans that are created at their first event
			ResolvableType type = ResolvableType.forClassWithGenerics(ApplicationListener.class, event);
			if (context.getBeanFactory().getBeanNamesForType(type, true, false).length > 0) {
				return true;
			}
		}
		return false;
	}

	private static boolean listens(ApplicationListener<?> listener) {
		GenericApplicationListener typed = (listener instanceof GenericApplicationListener generic) ? generic
				: new GenericApplicationListenerAdapter(listener);
		return EVENTS.stream().anyMatch(typed::supportsEventType);
	}

}
