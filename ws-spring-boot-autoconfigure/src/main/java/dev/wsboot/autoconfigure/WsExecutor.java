package dev.wsboot.autoconfigure;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.system.JavaVersion;
import org.springframework.core.env.Environment;
import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Holds the executor that runs handler methods. It is no {@link Executor} itself: as a
 * bean, that would keep Spring Boot from making the application's own.
 */
final class WsExecutor implements DisposableBean {

	static final int POOL_SIZE = 200;

	private static final String THREAD_NAME_PREFIX = "ws-";

	private final Executor executor;

	private final @Nullable ThreadPoolExecutor pool;

	private WsExecutor(Executor executor, @Nullable ThreadPoolExecutor pool) {
		this.executor = executor;
		this.pool = pool;
	}

	/**
	 * Chooses an executor.
	 * @param own the user's own, or {@code null}
	 * @param environment may say that virtual threads are not wanted
	 * @return the user's own, else virtual threads where there are any, else a bounded
	 * pool
	 */
	static WsExecutor choose(@Nullable Executor own, Environment environment) {
		if (own != null) {
			return new WsExecutor(own, null);
		}
		boolean wanted = environment.getProperty("spring.threads.virtual.enabled", Boolean.class, true);
		if (wanted && JavaVersion.getJavaVersion().isEqualOrNewerThan(JavaVersion.TWENTY_ONE)) {
			return new WsExecutor(new VirtualThreadTaskExecutor(THREAD_NAME_PREFIX), null);
		}
		CustomizableThreadFactory threads = new CustomizableThreadFactory(THREAD_NAME_PREFIX);
		threads.setDaemon(true);
		// a session waits here at most once, so the connection limit bounds the queue
		ThreadPoolExecutor pool = new ThreadPoolExecutor(POOL_SIZE, POOL_SIZE, 10, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), threads);
		pool.allowCoreThreadTimeOut(true);
		return new WsExecutor(pool, pool);
	}

	Executor get() {
		return this.executor;
	}

	@Override
	public void destroy() {
		if (this.pool != null) {
			this.pool.shutdown();
		}
	}

}
