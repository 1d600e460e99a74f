/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.benchmarks.load.scenario;

/**
 * The settings of one measurement. An immutable value.
 *
 * @param name what the table calls it
 * @param kind what its connections do
 * @param connections how many are open; for a fan-out, the subscribers beside the
 * publisher
 * @param inFlight messages that each connection keeps on their way; for a fan-out, those
 * that have not reached everybody
 * @param size bytes of a payload
 * @param payload what messages are made of
 * @param rate messages a second at fixed times (open loop), or 0 to send when an answer
 * comes (closed loop)
 * @param spinning whether the generator asks without end instead of sleeping, so that
 * waking it is not measured
 */
public record Scenario(String name, Kind kind, int connections, int inFlight, int size, Payload payload, int rate,
		boolean spinning) {

	public static Scenario echo(String name, int connections, int inFlight, int size, Payload payload) {
		return new Scenario(name, Kind.ECHO, connections, inFlight, size, payload, 0, false);
	}

	static Scenario fanOut(String name, int subscribers) {
		return new Scenario(name, Kind.FAN_OUT, subscribers, 4, 128, Payload.ASCII, 0, false);
	}

	public static Scenario connect(String name) {
		return new Scenario(name, Kind.CONNECT, 32, 1, 32, Payload.ASCII, 0, false);
	}

	static Scenario idle(String name, int connections) {
		return new Scenario(name, Kind.IDLE, connections, 1, 32, Payload.ASCII, 0, false);
	}

	Scenario spin() {
		return new Scenario(this.name, this.kind, this.connections, this.inFlight, this.size, this.payload, this.rate,
				true);
	}

	Scenario atRate(String newName, int perSecond) {
		return new Scenario(newName, this.kind, this.connections, this.inFlight, this.size, this.payload, perSecond,
				true);
	}

	/**
	 * Returns true if messages are so large that some servers need an option for them.
	 * @return {@code true} over 8 KiB
	 */
	public boolean isLarge() {
		return this.size > 8192;
	}

	/**
	 * The traffic of a scenario's connections.
	 */
	public enum Kind {

		/** Each sends messages and gets them back. */
		ECHO,
		/** One publishes, all get it. */
		FAN_OUT,
		/** Each is opened, sends one message, gets it back, and is closed. */
		CONNECT,
		/** They are open, and that is all. */
		IDLE

	}

}
