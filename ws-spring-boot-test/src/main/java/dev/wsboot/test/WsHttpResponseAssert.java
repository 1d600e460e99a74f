/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.test;

import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.AbstractStringAssert;
import org.assertj.core.api.Assertions;

/**
 * Assertions about an {@link WsHttpResponse}. Not thread-safe.
 */
public final class WsHttpResponseAssert extends AbstractAssert<WsHttpResponseAssert, WsHttpResponse> {

	WsHttpResponseAssert(WsHttpResponse response) {
		super(response, WsHttpResponseAssert.class);
	}

	/**
	 * Verifies the status code.
	 * @param status the expected code, such as 403
	 * @return this
	 */
	public WsHttpResponseAssert hasStatus(int status) {
		isNotNull();
		Assertions.assertThat(this.actual.status()).as("status").isEqualTo(status);
		return this;
	}

	/**
	 * Verifies the first value of a header.
	 * @param name the header's name
	 * @param value the expected value
	 * @return this
	 */
	public WsHttpResponseAssert hasHeader(String name, String value) {
		isNotNull();
		Assertions.assertThat(this.actual.headers().first(name)).as("header " + name).isEqualTo(value);
		return this;
	}

	/**
	 * Starts assertions about the body.
	 * @return the assertions
	 */
	public AbstractStringAssert<?> body() {
		isNotNull();
		return Assertions.assertThat(this.actual.body()).as("body");
	}

}
