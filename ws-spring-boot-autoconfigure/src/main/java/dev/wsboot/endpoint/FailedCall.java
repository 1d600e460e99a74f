package dev.wsboot.endpoint;

import java.io.Serial;

import org.jspecify.annotations.Nullable;

/**
 * Carries what a handler method has thrown, and what it was called for, through the
 * engine to the session's error callback.
 */
final class FailedCall extends Exception {

	@Serial
	private static final long serialVersionUID = 1L;

	private final transient Throwable error;

	private final transient @Nullable Object event;

	FailedCall(Throwable error, @Nullable Object event) {
		super(null, error, false, false);
		this.error = error;
		this.event = event;
	}

	Throwable error() {
		return this.error;
	}

	@Nullable Object event() {
		return this.event;
	}

}
