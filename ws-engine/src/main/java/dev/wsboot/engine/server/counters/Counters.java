/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.counters;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

import dev.wsboot.engine.CloseCode;
import dev.wsboot.engine.RejectReason;
import dev.wsboot.engine.Violation;
import dev.wsboot.engine.WsCounter;
import dev.wsboot.engine.WsCounters;
import dev.wsboot.engine.options.RateLimit;

/**
 * The counters of a server. Safe to use from any thread.
 */
public final class Counters {

	/** The totals by the ordinal of their {@link WsCounter}. */
	private final LongAdder[] totals = new LongAdder[WsCounter.values().length];

	/** The numbers of rejected connections. */
	private final Map<RejectReason, LongAdder> rejected = new EnumMap<>(RejectReason.class);

	/** The numbers of pauses and closes of sessions that exceeded a rate limit. */
	private final Map<RateLimit.Kind, LongAdder> exceeded = new EnumMap<>(RateLimit.Kind.class);

	/** The numbers of violations of the protocol by the ordinal of the broken rule. */
	private final LongAdder[] violations = new LongAdder[Violation.values().length];

	/** The numbers of ended sessions by close code. */
	private final Map<Integer, LongAdder> closes = new ConcurrentHashMap<>();

	/** Creates counters that are all zero. */
	public Counters() {
		Arrays.setAll(this.totals, (ordinal) -> new LongAdder());
		Arrays.setAll(this.violations, (ordinal) -> new LongAdder());
		for (RejectReason reason : RejectReason.values()) {
			this.rejected.put(reason, new LongAdder());
		}
		for (RateLimit.Kind kind : RateLimit.Kind.values()) {
			this.exceeded.put(kind, new LongAdder());
		}
	}

	/** Increments a total by one. */
	public void increment(WsCounter counter) {
		this.totals[counter.ordinal()].increment();
	}

	/** Adds a number of events or bytes to a total. */
	public void add(WsCounter counter, long count) {
		this.totals[counter.ordinal()].add(count);
	}

	/** Counts a connection that was rejected for a reason. */
	public void rejected(RejectReason reason) {
		LongAdder counter = this.rejected.get(reason);
		if (counter != null) {
			counter.increment();
		}
	}

	/** Returns the number of connections that were rejected for a reason. */
	public long count(RejectReason reason) {
		LongAdder counter = this.rejected.get(reason);
		return (counter != null) ? counter.sum() : 0;
	}

	/** Counts a pause or close of a session that exceeded a rate limit. */
	public void exceeded(RateLimit.Kind kind) {
		LongAdder counter = this.exceeded.get(kind);
		if (counter != null) {
			counter.increment();
		}
	}

	/** Counts a connection whose peer has broken a rule. */
	public void violated(Violation violation) {
		this.violations[violation.ordinal()].increment();
	}

	/** Returns the number of connections whose peers have broken a rule. */
	public long count(Violation violation) {
		return this.violations[violation.ordinal()].sum();
	}

	/** Returns the number of sessions that ended with a close code of a kind. */
	public long count(CloseCode kind) {
		long count = 0;
		for (Map.Entry<Integer, LongAdder> closed : this.closes.entrySet()) {
			count += (CloseCode.of(closed.getKey()) == kind) ? closed.getValue().sum() : 0;
		}
		return count;
	}

	/** Counts a session that ended with a close code. */
	public void closed(int code) {
		// the map stays small, since there are only some two thousand valid codes
		this.closes.computeIfAbsent(code, (key) -> new LongAdder()).increment();
	}

	/**
	 * Returns a snapshot of the counters.
	 * @param openConnections the number of open connections
	 * @param sessions figures of the open sessions
	 * @param contextMemory the native memory in bytes that is reserved for compression
	 * contexts
	 * @param heldMemory the heap memory in bytes that is occupied by messages of all
	 * connections
	 */
	public WsCounters read(int openConnections, SessionFigures sessions, long contextMemory, long heldMemory) {
		Map<RejectReason, Long> byReason = new EnumMap<>(RejectReason.class);
		this.rejected.forEach((reason, count) -> byReason.put(reason, count.sum()));
		Map<RateLimit.Kind, Long> byKind = new EnumMap<>(RateLimit.Kind.class);
		this.exceeded.forEach((kind, count) -> byKind.put(kind, count.sum()));
		Map<Violation, Long> byViolation = new EnumMap<>(Violation.class);
		for (Violation violation : Violation.values()) {
			byViolation.put(violation, count(violation));
		}
		Map<Integer, Long> byCode = new TreeMap<>();
		this.closes.forEach((code, count) -> byCode.put(code, count.sum()));
		Map<WsCounter, Long> byCounter = new EnumMap<>(WsCounter.class);
		for (WsCounter counter : WsCounter.values()) {
			byCounter.put(counter, this.totals[counter.ordinal()].sum());
		}
		return new WsCounters(openConnections, sessions.open(), sessions.openByEndpoint(), byCounter, byReason, byCode,
				sessions.waitingMessages(), sessions.queuedBytes(), contextMemory, heldMemory, byKind, byViolation);
	}

	/**
	 * Figures that are added up over the open sessions when counters are read.
	 *
	 * @param open the number of open sessions
	 * @param openByEndpoint the number of open sessions by endpoint
	 * @param waitingMessages the number of messages queued for their handlers
	 * @param queuedBytes the number of bytes queued for sending
	 */
	public record SessionFigures(int open, Map<String, Integer> openByEndpoint, long waitingMessages,
			long queuedBytes) {
	}

}
