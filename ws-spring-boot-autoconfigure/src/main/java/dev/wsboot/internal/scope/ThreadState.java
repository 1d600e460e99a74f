/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.scope;

import java.security.Principal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.i18n.LocaleContext;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.util.ClassUtils;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/**
 * Isolates the thread-locals of one call of user code from the next call on the same
 * thread: security, MDC, locale, request attributes, and all values with a
 * {@link ThreadLocalAccessor}. A call begins without values; afterwards, the previous
 * values of the thread are restored. Safe to use from any thread.
 */
public final class ThreadState {

	/** Maximum number of attempts to remove the value of an accessor. */
	private static final int MAX_ATTEMPTS = 16;

	/**
	 * Set on threads that have no values between calls, since they run handlers only.
	 */
	private static final ThreadLocal<@Nullable Boolean> CLEAN = new ThreadLocal<>();

	private final boolean logging;

	/** {@code null} without Spring Security. */
	private final @Nullable Security security;

	/** {@code null} without Micrometer's context propagation. */
	private final @Nullable Accessors accessors;

	private ThreadState(boolean logging, @Nullable Security security, @Nullable Accessors accessors) {
		this.logging = logging;
		this.security = security;
		this.accessors = accessors;
	}

	public static ThreadState of(ConfigurableListableBeanFactory beanFactory) {
		ClassLoader loader = beanFactory.getBeanClassLoader();
		return new ThreadState(ClassUtils.isPresent("org.slf4j.MDC", loader),
				ClassUtils.isPresent("org.springframework.security.core.context.SecurityContextHolder", loader)
						? Security.of(beanFactory) : null,
				ContextPropagation.isPresent(loader) ? new Accessors() : null);
	}

	/**
	 * Returns an instance that ignores optional libraries, for applications without
	 * endpoints.
	 * @return an instance without optional libraries
	 */
	public static ThreadState basic() {
		return new ThreadState(false, null, null);
	}

	/**
	 * Removes all known values from the current thread before user code is called.
	 * @param own whether the thread runs handlers only and is not inside another call, so
	 * that its security context need not be kept
	 * @return the values for {@link #leave}, or {@code null} if there were none
	 */
	public @Nullable Taken enter(boolean own) {
		if (own && CLEAN.get() != null) {
			return null;
		}
		LocaleContext locale = LocaleContextHolder.getLocaleContext();
		RequestAttributes request = RequestContextHolder.getRequestAttributes();
		Map<String, String> mdc = this.logging ? Logging.take() : null;
		@Nullable SecurityContext[] contexts = (this.security != null) ? this.security.take(own) : null;
		List<TakenValue> values = (this.accessors != null) ? this.accessors.take() : null;
		if (own) {
			// at its start, a thread may inherit values of the thread that has started it
			CLEAN.set(true);
		}
		if (locale == null && request == null && mdc == null && contexts == null && values == null) {
			return null;
		}
		if (locale != null) {
			LocaleContextHolder.resetLocaleContext();
		}
		if (request != null) {
			RequestContextHolder.resetRequestAttributes();
		}
		return new Taken(locale, request, mdc, contexts, values);
	}

	/**
	 * Removes values that user code has left on the current thread, and restores the
	 * previous values.
	 * @param taken the return value of {@link #enter}
	 */
	public void leave(@Nullable Taken taken) {
		if (LocaleContextHolder.getLocaleContext() != null) {
			LocaleContextHolder.resetLocaleContext();
		}
		if (RequestContextHolder.getRequestAttributes() != null) {
			RequestContextHolder.resetRequestAttributes();
		}
		if (this.logging) {
			Logging.clear();
		}
		try {
			if (this.accessors != null) {
				this.accessors.giveBack((taken != null) ? taken.values() : null);
			}
		}
		finally {
			// an accessor is user code, which may fail
			if (this.security != null) {
				// last, since an accessor creates a context when it is asked for one
				this.security.clear();
			}
			if (taken != null) {
				giveBack(taken);
			}
		}
	}

	private void giveBack(Taken taken) {
		if (taken.locale() != null) {
			LocaleContextHolder.setLocaleContext(taken.locale());
		}
		if (taken.request() != null) {
			RequestContextHolder.setRequestAttributes(taken.request());
		}
		if (taken.mdc() != null) {
			MDC.setContextMap(taken.mdc());
		}
		if (taken.contexts() != null && this.security != null) {
			this.security.giveBack(taken.contexts());
		}
	}

	/**
	 * Runs user code on any thread, and restores the thread's values afterwards.
	 * @param task the code
	 */
	public void run(Runnable task) {
		Taken taken = enter(false);
		try {
			task.run();
		}
		finally {
			leave(taken);
		}
	}

	/**
	 * Replaces the security context by a copy, so that user code cannot change the
	 * context of the session.
	 */
	public void copySecurityContext() {
		if (this.security != null) {
			this.security.copy();
		}
	}

	/**
	 * Sets the principal of a handshake as the authentication of the thread, unless the
	 * thread has one.
	 * @param principal the principal, which may be an authentication of Spring Security
	 * @return whether the principal is the identity of the thread
	 */
	public boolean authenticate(@Nullable Principal principal) {
		return this.security != null && principal != null && this.security.authenticate(principal);
	}

	/**
	 * Returns whether the calls of a session with a principal have a security context.
	 * @param principal the principal, or {@code null}
	 * @return whether {@link #identify} binds one
	 */
	public boolean identifies(@Nullable Principal principal) {
		return this.security != null && principal != null && Security.isIdentity(principal);
	}

	/**
	 * Binds a new security context with the identity of a session, until {@link #leave}.
	 * @param principal an authentication of Spring Security, or anything else to bind
	 * nothing
	 */
	public void identify(@Nullable Principal principal) {
		if (this.security != null && principal != null) {
			this.security.identify(principal);
		}
	}

	/**
	 * Values of the code that a thread was running.
	 *
	 * @param locale the locale
	 * @param request the request attributes
	 * @param mdc the diagnostic context of the log
	 * @param contexts the security context of each strategy
	 * @param values the values of accessors
	 */
	public record Taken(@Nullable LocaleContext locale, @Nullable RequestAttributes request,
			@Nullable Map<String, String> mdc, @Nullable SecurityContext @Nullable [] contexts,
			@Nullable List<TakenValue> values) {
	}

	/**
	 * The value of one accessor.
	 *
	 * @param accessor the {@link ThreadLocalAccessor}
	 * @param value the previous value
	 * @param without the value that the accessor returns after removal
	 */
	public record TakenValue(Object accessor, Object value, @Nullable Object without) {
	}

	/** A class that is loaded only if SLF4J is on the class path. */
	private static final class Logging {

		static @Nullable Map<String, String> take() {
			Map<String, String> copy = MDC.getCopyOfContextMap();
			if (copy == null || copy.isEmpty()) {
				return null;
			}
			MDC.clear();
			return copy;
		}

		static void clear() {
			if (MDC.getCopyOfContextMap() != null) {
				MDC.clear();
			}
		}

	}

	/** A class that is loaded only if Spring Security is on the class path. */
	private static final class Security {

		/**
		 * The strategy of the holder, and the application's own strategy if it differs.
		 */
		private final SecurityContextHolderStrategy[] strategies;

		private Security(SecurityContextHolderStrategy... strategies) {
			this.strategies = strategies;
		}

		static @Nullable Security of(ConfigurableListableBeanFactory beanFactory) {
			SecurityContextHolderStrategy holder = SecurityContextHolder.getContextHolderStrategy();
			SecurityContextHolderStrategy own = beanFactory.getBeanProvider(SecurityContextHolderStrategy.class)
				.getIfUnique();
			if (holder.getClass().getSimpleName().startsWith("Global")) {
				// MODE_GLOBAL: one context for all threads
				return (own != null && own != holder) ? new Security(own) : null;
			}
			return (own != null && own != holder) ? new Security(holder, own) : new Security(holder);
		}

		/**
		 * Removes and returns the contexts of a thread. On handler threads, the context
		 * is removed without reading, which would create one.
		 */
		@Nullable SecurityContext @Nullable [] take(boolean own) {
			if (own) {
				clear();
				return null;
			}
			@Nullable SecurityContext[] taken = null;
			for (int i = 0; i < this.strategies.length; i++) {
				SecurityContext present = this.strategies[i].getContext();
				this.strategies[i].clearContext();
				if (present.getAuthentication() != null || present.getClass() != SecurityContextImpl.class) {
					taken = (taken != null) ? taken : new @Nullable SecurityContext[this.strategies.length];
					taken[i] = present;
				}
			}
			return taken;
		}

		void clear() {
			for (SecurityContextHolderStrategy strategy : this.strategies) {
				strategy.clearContext();
			}
		}

		void giveBack(@Nullable SecurityContext[] taken) {
			for (int i = 0; i < taken.length; i++) {
				SecurityContext context = taken[i];
				if (context != null) {
					this.strategies[i].setContext(context);
				}
			}
		}

		boolean authenticate(Principal principal) {
			if (!(principal instanceof Authentication authentication)) {
				return false;
			}
			boolean identified = true;
			for (SecurityContextHolderStrategy strategy : this.strategies) {
				SecurityContext present = strategy.getContext();
				if (present.getAuthentication() == null) {
					strategy.setContext(new SecurityContextImpl(authentication));
				}
				else {
					// a context of another class is more than the authentication
					identified &= present.getAuthentication() == authentication
							&& present.getClass() == SecurityContextImpl.class;
				}
			}
			return identified;
		}

		static boolean isIdentity(Principal principal) {
			return principal instanceof Authentication;
		}

		void identify(Principal principal) {
			if (principal instanceof Authentication authentication) {
				for (SecurityContextHolderStrategy strategy : this.strategies) {
					strategy.setContext(new SecurityContextImpl(authentication));
				}
			}
		}

		void copy() {
			for (SecurityContextHolderStrategy strategy : this.strategies) {
				SecurityContext present = strategy.getContext();
				if (present.getAuthentication() != null && present.getClass() == SecurityContextImpl.class) {
					strategy.setContext(new SecurityContextImpl(present.getAuthentication()));
				}
			}
		}

	}

	/**
	 * A class that is loaded only if Micrometer's context propagation is on the class
	 * path.
	 */
	private static final class Accessors {

		/** The key of the accessor whose value {@link Security} handles. */
		private static final String SECURITY = "org.springframework.security.core.context.SecurityContext";

		private final List<ThreadLocalAccessor<?>> registered = ContextRegistry.getInstance().getThreadLocalAccessors();

		private volatile Known known = Known.of(List.of());

		private ThreadLocalAccessor<?>[] known() {
			Known present = this.known;
			if (!present.isOf(this.registered)) {
				present = Known.of(this.registered);
				this.known = present;
			}
			return present.accessors();
		}

		@Nullable List<TakenValue> take() {
			List<TakenValue> taken = null;
			for (ThreadLocalAccessor<?> accessor : known()) {
				Object value = accessor.getValue();
				if (value != null) {
					accessor.setValue();
					taken = (taken != null) ? taken : new ArrayList<>(2);
					taken.add(new TakenValue(accessor, value, accessor.getValue()));
				}
			}
			return taken;
		}

		void giveBack(@Nullable List<TakenValue> taken) {
			for (ThreadLocalAccessor<?> accessor : known()) {
				if (taken != null || accessor.getValue() != null) {
					giveBack(accessor, find(accessor, taken));
				}
			}
		}

		private static @Nullable TakenValue find(ThreadLocalAccessor<?> accessor, @Nullable List<TakenValue> taken) {
			if (taken != null) {
				for (TakenValue value : taken) {
					if (value.accessor() == accessor) {
						return value;
					}
				}
			}
			return null;
		}

		/**
		 * Removes the value of user code and restores the previous one. Scopes of
		 * observations are nested, so each is removed separately.
		 */
		@SuppressWarnings("unchecked")
		private static void giveBack(ThreadLocalAccessor<?> accessor, @Nullable TakenValue taken) {
			Object without = (taken != null) ? taken.without() : null;
			for (int i = 0; i < MAX_ATTEMPTS && accessor.getValue() != without; i++) {
				accessor.restore();
			}
			if (taken != null) {
				((ThreadLocalAccessor<Object>) accessor).restore(taken.value());
			}
		}

		/**
		 * The registered accessors at one moment, without the accessor of the security
		 * context.
		 *
		 * @param size the number of all accessors
		 * @param last the last accessor, after which new ones are added
		 * @param accessors all accessors except that of the security context
		 */
		private record Known(int size, @Nullable Object last, ThreadLocalAccessor<?>[] accessors) {

			static Known of(List<ThreadLocalAccessor<?>> registered) {
				Object[] all = registered.toArray();
				return new Known(all.length, (all.length > 0) ? all[all.length - 1] : null,
						Arrays.stream(all)
							.map((accessor) -> (ThreadLocalAccessor<?>) accessor)
							.filter((accessor) -> !SECURITY.equals(accessor.key()))
							.toArray(ThreadLocalAccessor<?>[]::new));
			}

			boolean isOf(List<ThreadLocalAccessor<?>> registered) {
				int count = registered.size();
				return count == this.size && (count == 0 || registered.get(count - 1) == this.last);
			}

		}

	}

}
