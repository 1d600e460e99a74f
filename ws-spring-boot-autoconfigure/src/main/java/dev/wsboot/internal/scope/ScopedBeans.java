/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.scope;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectFactory;

/**
 * The beans of one session. Safe to use from any thread; each bean is created once.
 */
public final class ScopedBeans {

	private static final Log logger = LogFactory.getLog(ScopedBeans.class);

	/** Held while a bean is created, which may block and may need another bean. */
	private final ReentrantLock lock = new ReentrantLock();

	private final Map<String, Object> beans = new HashMap<>();

	/**
	 * The destruction callbacks by the names of their beans, in the order of creation.
	 */
	private final Map<String, Runnable> callbacks = new LinkedHashMap<>();

	private boolean ended;

	public Object get(String name, ObjectFactory<?> factory) {
		this.lock.lock();
		try {
			Object bean = this.beans.get(name);
			if (bean == null) {
				checkNotEnded();
				bean = factory.getObject();
				this.beans.put(name, bean);
			}
			return bean;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Nullable Object remove(String name) {
		this.lock.lock();
		try {
			this.callbacks.remove(name);
			return this.beans.remove(name);
		}
		finally {
			this.lock.unlock();
		}
	}

	void onEnd(String name, Runnable callback) {
		this.lock.lock();
		try {
			checkNotEnded();
			this.callbacks.put(name, callback);
		}
		finally {
			this.lock.unlock();
		}
	}

	private void checkNotEnded() {
		if (this.ended) {
			throw new IllegalStateException("The WebSocket session has ended, and its beans are destroyed");
		}
	}

	/** Destroys the beans, in the reverse order of their creation. */
	public void end() {
		for (Runnable callback : takeCallbacks()) {
			try {
				callback.run();
			}
			catch (Throwable ex) {
				logger.error("A bean of a WebSocket session could not be destroyed", ex);
			}
		}
	}

	private List<Runnable> takeCallbacks() {
		this.lock.lock();
		try {
			this.ended = true;
			List<Runnable> taken = new ArrayList<>(this.callbacks.values());
			Collections.reverse(taken);
			this.callbacks.clear();
			this.beans.clear();
			return taken;
		}
		finally {
			this.lock.unlock();
		}
	}

}
