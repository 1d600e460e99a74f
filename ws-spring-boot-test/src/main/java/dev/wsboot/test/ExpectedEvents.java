/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * Waits for the messages and other events of one client, and fails the test if another
 * event arrives or the timeout elapses. Not thread-safe.
 */
final class ExpectedEvents {

	private final RawConnection connection;

	private final FrameReceiver receiver;

	ExpectedEvents(RawConnection connection, FrameReceiver receiver) {
		this.connection = connection;
		this.receiver = receiver;
	}

	/**
	 * Waits for the next event.
	 * @param expected the description of the expected event
	 * @param type the type of the expected event; pings are reported only if expected
	 * @return the event
	 */
	<T extends Received> T next(String expected, Class<T> type) {
		return next(expected, type, (event) -> true);
	}

	/**
	 * Waits for the next event.
	 * @param expected the description of the expected event
	 * @param type the type of the expected event; pings are reported only if expected
	 * @param matches whether an event of the type is the expected one
	 * @return the event
	 */
	<T extends Received> T next(String expected, Class<T> type, Predicate<T> matches) {
		Received next = this.receiver.poll(this.connection.deadline(), type == Received.Ping.class);
		if (next == null) {
			throw this.connection.unmet(expected,
					"nothing came within " + RawConnection.describe(this.connection.timeout()));
		}
		if (type.isInstance(next) && matches.test(type.cast(next))) {
			return type.cast(next);
		}
		throw unmet(expected, next);
	}

	/**
	 * Waits for a text message, and reads it.
	 * @param expected the description of the expected message
	 * @param reader reads the text, or fails
	 * @return the value read
	 */
	<T> T read(String expected, Function<String, T> reader) {
		Received.Text next = next(expected, Received.Text.class);
		try {
			return reader.apply(next.text());
		}
		catch (RuntimeException ex) {
			AssertionError error = unmet(expected, next);
			error.addSuppressed(ex);
			throw error;
		}
	}

	/**
	 * Waits for a text message that matches, with one timeout for all skipped messages.
	 * @param expected the description of the expected message
	 * @param matching returns the value of a text that matches, or {@code null}
	 * @return the value
	 */
	<T> T await(String expected, Function<String, @Nullable T> matching) {
		long deadline = this.connection.deadline();
		List<Received> passed = new ArrayList<>();
		while (true) {
			Received next = this.receiver.poll(deadline, false);
			T value = (next instanceof Received.Text text) ? matching.apply(text.text()) : null;
			if (value != null) {
				return value;
			}
			if (next == null || next instanceof Received.Close || next instanceof Received.End) {
				String end = (next != null) ? next.describe() + " came"
						: "nothing more came within " + RawConnection.describe(this.connection.timeout());
				throw this.connection.unmet(expected, end + describe(passed));
			}
			passed.add(next);
		}
	}

	/**
	 * Expects that nothing arrives for a time.
	 * @param duration the time to wait
	 */
	void nothingFor(Duration duration) {
		Received next = this.receiver.poll(System.nanoTime() + duration.toNanos(), false);
		if (next != null) {
			throw unmet("nothing for " + RawConnection.describe(duration), next);
		}
	}

	private static String describe(List<Received> passed) {
		if (passed.isEmpty()) {
			return "";
		}
		return ", after " + passed.size() + " other " + ((passed.size() == 1) ? "message" : "messages")
				+ ", the last of which was " + passed.get(passed.size() - 1).describe();
	}

	private AssertionError unmet(String expected, Received came) {
		return this.connection.unmet(expected, came.describe() + " came");
	}

}
