/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.scope;

import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.util.ClassUtils;

/**
 * Propagates the thread-locals that Micrometer's context propagation knows, such as those
 * of logging, security and observations, from the handshake to the session's calls. Safe
 * to use from any thread.
 */
public final class ContextPropagation {

	private static final Scope NOTHING = () -> {
	};

	/** The key of the accessor of Spring Security. */
	private static final String SECURITY = "org.springframework.security.core.context.SecurityContext";

	private final ContextSnapshotFactory factory;

	/** The factory that captures all values except the security context. */
	private final ContextSnapshotFactory withoutSecurity;

	/** The values for a call whose session has none, or {@code null} to bind nothing. */
	private final @Nullable Snapshot absent;

	/**
	 * Creates a propagation.
	 * @param factory the factory that captures and binds values
	 * @param ofUser whether the factory is a bean of the application, which may know
	 * values that {@link ThreadState} does not know
	 */
	private ContextPropagation(ContextSnapshotFactory factory, boolean ofUser) {
		this.factory = factory;
		this.withoutSecurity = ofUser ? factory
				: ContextSnapshotFactory.builder()
					.clearMissing(true)
					.captureKeyPredicate((key) -> !SECURITY.equals(key))
					.build();
		this.absent = ofUser ? none() : null;
	}

	static boolean isPresent(@Nullable ClassLoader loader) {
		return ClassUtils.isPresent("io.micrometer.context.ContextSnapshotFactory", loader);
	}

	/**
	 * Returns the propagation, if the library is on the class path.
	 * @param beanFactory the bean factory, which may have a
	 * {@link ContextSnapshotFactory} bean
	 * @return the propagation, or {@code null}
	 */
	public static @Nullable ContextPropagation of(ConfigurableListableBeanFactory beanFactory) {
		if (!isPresent(beanFactory.getBeanClassLoader())) {
			return null;
		}
		ContextSnapshotFactory ofUser = beanFactory.getBeanProvider(ContextSnapshotFactory.class).getIfUnique();
		return (ofUser != null) ? new ContextPropagation(ofUser, true)
				: new ContextPropagation(ContextSnapshotFactory.builder().clearMissing(true).build(), false);
	}

	/**
	 * Captures the values of the current thread.
	 * @return the values
	 */
	public Snapshot capture() {
		return new Snapshot(this.factory.captureAll(), true);
	}

	/**
	 * Captures the values of the current thread, if there are any.
	 * @param security whether the security context is captured as well; {@code false} if
	 * the principal of the session determines that context
	 * @return the values, or {@code null} if there are none
	 */
	public @Nullable Snapshot captureAny(boolean security) {
		Snapshot captured = security ? capture() : new Snapshot(this.withoutSecurity.captureAll(), false);
		return captured.values().equals(none().values()) ? null : captured;
	}

	/**
	 * Returns a snapshot without values, which removes values that are bound in its
	 * scope.
	 * @return an empty snapshot
	 */
	public Snapshot none() {
		return new Snapshot(this.factory.captureFrom(), true);
	}

	/**
	 * Returns the values to bind around a call whose session has none.
	 * @return an empty snapshot, or {@code null} if {@link ThreadState} is enough
	 */
	public @Nullable Snapshot absent() {
		return this.absent;
	}

	/**
	 * Binds values to the current thread.
	 * @param snapshot the values, or {@code null} for no change
	 * @return a scope that restores the previous values when it is closed
	 */
	public static Scope restore(@Nullable Snapshot snapshot) {
		if (snapshot == null) {
			return NOTHING;
		}
		ContextSnapshot.Scope scope = snapshot.values().setThreadLocals();
		return scope::close;
	}

	/**
	 * Values that were bound to a thread.
	 *
	 * @param values the values
	 * @param security whether a security context is among them, or known to be absent
	 */
	public record Snapshot(ContextSnapshot values, boolean security) {
	}

	/** The scope in which values are bound. */
	public interface Scope extends AutoCloseable {

		@Override
		void close();

	}

}
