/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.autoconfigure;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;

import dev.wsboot.engine.server.HandlerExecutor;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.core.env.Environment;

/**
 * Holds the executor that runs handler methods. It is no {@link Executor} itself, since a
 * bean of that type would keep Spring Boot from creating the application's executor.
 */
final class WsExecutor implements DisposableBean {

	private final Executor executor;

	/** The executor to shut down; {@code null} for one of the application. */
	private final @Nullable ExecutorService own;

	private WsExecutor(Executor executor, @Nullable ExecutorService own) {
		this.executor = executor;
		this.own = own;
	}

	/**
	 * Chooses an executor.
	 * @param ofUser the executor of the application, or {@code null}
	 * @param environment may turn virtual threads off
	 * @return the application's executor, else virtual threads where the JDK has them,
	 * else a bounded pool
	 */
	static WsExecutor choose(@Nullable Executor ofUser, Environment environment) {
		if (ofUser != null) {
			return new WsExecutor(ofUser, null);
		}
		boolean virtual = environment.getProperty("spring.threads.virtual.enabled", Boolean.class, true);
		ExecutorService own = virtual ? HandlerExecutor.create() : HandlerExecutor.createPool();
		return new WsExecutor(own, own);
	}

	Executor get() {
		return this.executor;
	}

	@Override
	public void destroy() {
		if (this.own != null) {
			this.own.shutdown();
		}
	}

}
