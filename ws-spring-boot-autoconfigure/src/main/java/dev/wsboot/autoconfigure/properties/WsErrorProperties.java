/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.autoconfigure.properties;

import dev.wsboot.endpoint.ErrorPolicy;

/**
 * Errors of handler methods ({@code ws.error}).
 */
public class WsErrorProperties {

	/**
	 * Treatment of a session after an error that no @OnError method handles.
	 */
	private ErrorPolicy policy = ErrorPolicy.CLOSE;

	public ErrorPolicy getPolicy() {
		return this.policy;
	}

	public void setPolicy(ErrorPolicy policy) {
		this.policy = policy;
	}

}
