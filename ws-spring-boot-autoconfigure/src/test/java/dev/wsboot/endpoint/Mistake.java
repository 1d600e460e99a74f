/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.endpoint;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * A mistake that has failed the start, and its sentences.
 *
 * @param exception what was thrown
 */
record Mistake(InvalidEndpointException exception) {

	static Mistake of(Class<?>... beans) {
		return from(() -> EndpointTester.of(beans).close());
	}

	static Mistake withoutJson(Class<?>... beans) {
		return from(() -> EndpointTester.withoutJson(beans).close());
	}

	private static Mistake from(ThrowingCallable start) {
		InvalidEndpointException exception = catchThrowableOfType(InvalidEndpointException.class, start);
		assertThat(exception).isNotNull();
		return new Mistake(exception);
	}

	Mistake says(String... parts) {
		assertThat(this.exception.getMessage()).contains(parts).endsWith(".");
		return this;
	}

	void cure(String part) {
		assertThat(this.exception.action()).contains(part).endsWith(".");
	}

}
