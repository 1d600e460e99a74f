/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.limits;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import dev.wsboot.engine.RejectReason;
import dev.wsboot.engine.handshake.HandshakeException;
import dev.wsboot.engine.handshake.ProxyFault;
import org.jspecify.annotations.Nullable;

/**
 * The log of rejected handshakes: a warning for the first rejection of each cause, and
 * then at most one an hour with the number of rejections. Safe to use from any thread.
 * <p>
 * The causes are constants, and a warning contains no text of a client, so that clients
 * can neither fill the log nor choose its words.
 */
public final class RejectionLog {

	private static final long INTERVAL = TimeUnit.HOURS.toNanos(1);

	/** The warnings by cause: a {@link ProxyFault}, else a {@link RejectReason}. */
	private final Map<Enum<?>, Warning> warnings = new HashMap<>();

	private final LongSupplier clock;

	private final Consumer<String> output;

	/**
	 * Creates a log.
	 * @param clock the time in nanoseconds
	 * @param output receives the warnings
	 */
	public RejectionLog(LongSupplier clock, Consumer<String> output) {
		this.clock = clock;
		this.output = output;
		for (RejectReason reason : RejectReason.values()) {
			this.warnings.put(reason, new Warning(reason.name()));
		}
		for (ProxyFault fault : ProxyFault.values()) {
			this.warnings.put(fault, new Warning(fault.reason().name()));
		}
	}

	/**
	 * Notes a handshake that violates the protocol.
	 * @param violation the violation, whose response has one of the engine's own texts
	 */
	public void rejected(HandshakeException violation) {
		ProxyFault fault = violation.proxyFault();
		note((fault != null) ? fault : violation.reason(),
				violation.response().status() + " " + violation.response().body());
	}

	/**
	 * Notes a connection that is cut because of a mistake of its proxy.
	 * @param fault the mistake
	 */
	public void rejected(ProxyFault fault) {
		note(fault, fault.explanation());
	}

	/**
	 * Notes a connection that did not become a session. There is no warning for peers
	 * that leave, nor for a server that stops. Exceptions of the application have a log
	 * line of their own.
	 * @param reason the reason that is counted
	 */
	public void rejected(RejectReason reason) {
		String text = switch (reason) {
			case DISCONNECTED, DRAINING, ERROR -> null;
			case NOT_FOUND -> "404, no endpoint has the path";
			case FORBIDDEN -> "401 or 403 by the application";
			case APPLICATION -> "another status than 401, 403 and 404 by the application";
			case TLS -> "the TLS handshake failed, or there was none. " + ProxyFault.NO_TLS.explanation();
			case TIMEOUT -> "the request was not complete within 'ws.handshake.timeout'";
			case OVERLOAD -> "503, there are more connections than 'ws.max-connections', "
					+ "'ws.max-connections-per-address' or 'ws.handshake.max-per-second' allow, or handshakes under way "
					+ "hold half of 'ws.memory.max-buffered', so that the largest are cut. The clients of a proxy "
					+ "share its address, unless 'ws.proxy.trusted' names it";
			default -> "no more is known";
		};
		if (text != null) {
			note(reason, text);
		}
	}

	/** Writes the warnings whose last one is an hour ago. */
	public void onTick() {
		long now = this.clock.getAsLong();
		this.warnings.values().forEach((warning) -> write(warning.report(now)));
	}

	private void note(Enum<?> cause, String text) {
		Warning warning = this.warnings.get(cause);
		if (warning != null) {
			warning.count(text);
			write(warning.report(this.clock.getAsLong()));
		}
	}

	private void write(@Nullable String message) {
		if (message != null) {
			this.output.accept(message);
		}
	}

	/**
	 * The rejections of one cause. Guarded by itself.
	 */
	private static final class Warning {

		private final String reason;

		/** The number of rejections since the last report. */
		private long rejections;

		/** The text for the latest rejection. */
		private String latest = "";

		/** True if there was a report. */
		private boolean reported;

		/** The time of the last report, in nanoseconds. */
		private long reportedAt;

		Warning(String reason) {
			this.reason = reason;
		}

		synchronized void count(String text) {
			this.rejections++;
			this.latest = text;
		}

		synchronized @Nullable String report(long now) {
			if (this.rejections == 0 || (this.reported && now - this.reportedAt < INTERVAL)) {
				return null;
			}
			String message = this.reported
					? "Handshakes rejected since the last such warning (" + this.reason + "): " + this.rejections
							+ ". The latest: " + this.latest
					: "Handshake rejected (" + this.reason + "): " + this.latest
							+ ". From now on, rejections of this kind are counted, and reported once an hour";
			this.reported = true;
			this.reportedAt = now;
			this.rejections = 0;
			return message;
		}

	}

}
