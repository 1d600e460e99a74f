/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.autoconfigure.properties;

/**
 * The logging of messages ({@code ws.log}).
 */
public class WsLogProperties {

	/**
	 * Whether to log all messages at INFO by the logger dev.wsboot.engine.traffic: texts
	 * up to 200 characters, with control characters escaped, and the first 32 bytes of
	 * binary messages.
	 */
	private boolean traffic;

	public boolean isTraffic() {
		return this.traffic;
	}

	public void setTraffic(boolean traffic) {
		this.traffic = traffic;
	}

}
