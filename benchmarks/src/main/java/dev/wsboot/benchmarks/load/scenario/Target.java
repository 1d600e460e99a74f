/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.benchmarks.load.scenario;

/**
 * The server that is loaded. An immutable value.
 *
 * @param port where it listens, on 127.0.0.1
 * @param fanOutPort where it listens for a fan-out; the same, but for {@link Wire#RAW}
 * @param echoPath the path that echoes
 * @param fanOutPath the path where each message goes to all
 * @param wire what it speaks
 * @param pid its process, or 0 if nothing is to be read about that
 */
public record Target(int port, int fanOutPort, String echoPath, String fanOutPath, Wire wire, long pid) {

	/** Returns true if the server has no WebSocket protocol, and echoes bytes. */
	public boolean raw() {
		return this.wire == Wire.RAW;
	}

	public int port(Scenario.Kind kind) {
		return (kind == Scenario.Kind.FAN_OUT) ? this.fanOutPort : this.port;
	}

	public String path(Scenario.Kind kind) {
		return (kind == Scenario.Kind.FAN_OUT) ? this.fanOutPath : this.echoPath;
	}

}
