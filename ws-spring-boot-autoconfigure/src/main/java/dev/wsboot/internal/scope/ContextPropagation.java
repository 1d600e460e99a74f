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
 * Carries thread-locals that Micrometer's context propagation knows, such as those of
 * logging, security and observations, from the handshake into the session's calls. Safe
 * to use from any thread.
 */
public final class ContextPropagation {

	private static final Scope NOTHING = () -> {
	};

	/** The key of the accessor of Spring Security. */
	private static final String SECURITY = "org.springframework.security.core.context.SecurityContext";

	private final ContextSnapshotFactory factory;

	/** Captures all but the security context. */
	private final ContextSnapshotFactory withoutSecurity;

	/** The values of a call whose session has none, or {@code null} to bind nothing. */
	private final @Nullable Snapshot absent;

	/**
	 * Creates a propagation.
	 * @param factory captures and binds values
	 * @param ofUser whether the factory may know values that {@link ThreadState} does not
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
	 * Returns what carries thread-locals, if the library is on the class path.
	 * @param beanFactory may have a {@link ContextSnapshotFactory} of its own
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
	 * Captures what is bound to the current thread.
	 * @return the values
	 */
	public Snapshot capture() {
		return new Snapshot(this.factory.captureAll(), true);
	}

	/**
	 * Captures what is bound to the current thread, if there is something.
	 * @param security whether the security context is captured as well; {@code false} if
	 * that is bound by the principal of the session
	 * @return the values, or {@code null} if there are none
	 */
	public @Nullable Snapshot captureAny(boolean security) {
		Snapshot captured = security ? capture() : new Snapshot(this.withoutSecurity.captureAll(), false);
		return captured.values().equals(none().values()) ? null : captured;
	}

	/**
	 * Returns a snapshot without values: what is bound meanwhile does not stay.
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
	 * @return brings back what was bound before when it is closed
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

	/** The time in which values are bound. */
	public interface Scope extends AutoCloseable {

		@Override
		void close();

	}

}
