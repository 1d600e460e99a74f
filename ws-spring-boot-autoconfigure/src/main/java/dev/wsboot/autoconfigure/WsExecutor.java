package dev.wsboot.autoconfigure;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;

import dev.wsboot.engine.server.HandlerExecutor;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.core.env.Environment;

/**
 * Holds the executor that runs handler methods. It is no {@link Executor} itself: as a
 * bean, that would keep Spring Boot from making the application's own.
 */
final class WsExecutor implements DisposableBean {

	private final Executor executor;

	/** Ours to shut down, or {@code null}. */
	private final @Nullable ExecutorService own;

	private WsExecutor(Executor executor, @Nullable ExecutorService own) {
		this.executor = executor;
		this.own = own;
	}

	/**
	 * Chooses an executor.
	 * @param ofUser the user's own, or {@code null}
	 * @param environment may say that virtual threads are not wanted
	 * @return the user's own, else virtual threads where there are any, else a bounded
	 * pool
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
