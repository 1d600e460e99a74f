/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.benchmarks.load.connection;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Random;

import dev.wsboot.benchmarks.load.figure.Recorder;
import dev.wsboot.benchmarks.load.scenario.Scenario;
import dev.wsboot.benchmarks.load.scenario.Target;
import dev.wsboot.benchmarks.load.scenario.Wire;

/**
 * The state that all connections of one run share. Belongs to the thread of its run.
 *
 * @param scenario what is done
 * @param target the server
 * @param verify whether every byte is compared, not only lengths
 * @param address where to connect
 * @param uri what to ask for
 * @param loop where the connections are registered
 * @param cycle the messages
 * @param recorder gets the outcome
 * @param random makes nonces and masking keys
 */
public record RunContext(Scenario scenario, Target target, boolean verify, InetSocketAddress address, URI uri,
		LoadLoop loop, FrameCycle cycle, Recorder recorder, Random random) implements AutoCloseable {

	public static RunContext of(Scenario scenario, Target target, boolean verify) {
		int port = target.port(scenario.kind());
		URI uri = URI.create(
				((target.wire() == Wire.WSS) ? "wss" : "ws") + "://127.0.0.1:" + port + target.path(scenario.kind()));
		Random random = new Random();
		return new RunContext(scenario, target, verify, new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
				uri, new LoadLoop(), new FrameCycle(scenario, target.raw(), random), new Recorder(), random);
	}

	/** Cuts all connections. */
	@Override
	public void close() {
		this.loop.close();
	}

}
