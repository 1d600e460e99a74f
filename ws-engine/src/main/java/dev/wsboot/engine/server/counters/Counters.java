package dev.wsboot.engine.server.counters;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

import dev.wsboot.engine.CloseCode;
import dev.wsboot.engine.RejectReason;
import dev.wsboot.engine.WsCounter;
import dev.wsboot.engine.WsCounters;
import dev.wsboot.engine.options.RateLimit;

/**
 * Counts what happens. Safe to use from any thread.
 */
public final class Counters {

	/** The totals by the ordinal of their {@link WsCounter}. */
	private final LongAdder[] totals = new LongAdder[WsCounter.values().length];

	private final Map<RejectReason, LongAdder> rejected = new EnumMap<>(RejectReason.class);

	private final Map<RateLimit.Kind, LongAdder> exceeded = new EnumMap<>(RateLimit.Kind.class);

	private final Map<Integer, LongAdder> closes = new ConcurrentHashMap<>();

	/** Creates counters that are all zero. */
	public Counters() {
		Arrays.setAll(this.totals, (ordinal) -> new LongAdder());
		for (RejectReason reason : RejectReason.values()) {
			this.rejected.put(reason, new LongAdder());
		}
		for (RateLimit.Kind kind : RateLimit.Kind.values()) {
			this.exceeded.put(kind, new LongAdder());
		}
	}

	/** Counts one more. */
	public void increment(WsCounter counter) {
		this.totals[counter.ordinal()].increment();
	}

	/** Counts a number of events or bytes. */
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

	/** Returns how many connections were rejected for a reason. */
	public long count(RejectReason reason) {
		LongAdder counter = this.rejected.get(reason);
		return (counter != null) ? counter.sum() : 0;
	}

	/** Counts a session that was paused or closed, as it was over a limit. */
	public void exceeded(RateLimit.Kind kind) {
		LongAdder counter = this.exceeded.get(kind);
		if (counter != null) {
			counter.increment();
		}
	}

	/** Returns how many sessions ended with a code of a kind. */
	public long count(CloseCode kind) {
		long count = 0;
		for (Map.Entry<Integer, LongAdder> closed : this.closes.entrySet()) {
			count += (CloseCode.of(closed.getKey()) == kind) ? closed.getValue().sum() : 0;
		}
		return count;
	}

	/** Counts a session that ended with a close code. */
	public void closed(int code) {
		// a peer can choose from some two thousand codes, so this stays small
		this.closes.computeIfAbsent(code, (key) -> new LongAdder()).increment();
	}

	/**
	 * Returns the values of this moment.
	 * @param openConnections the number of open connections
	 * @param sessions what is known of the open sessions
	 * @param contextMemory bytes that are reserved for compression contexts
	 * @param heldMemory bytes of the heap that all connections hold
	 */
	public WsCounters read(int openConnections, SessionFigures sessions, long contextMemory, long heldMemory) {
		Map<RejectReason, Long> byReason = new EnumMap<>(RejectReason.class);
		this.rejected.forEach((reason, count) -> byReason.put(reason, count.sum()));
		Map<RateLimit.Kind, Long> byKind = new EnumMap<>(RateLimit.Kind.class);
		this.exceeded.forEach((kind, count) -> byKind.put(kind, count.sum()));
		Map<Integer, Long> byCode = new TreeMap<>();
		this.closes.forEach((code, count) -> byCode.put(code, count.sum()));
		Map<WsCounter, Long> byCounter = new EnumMap<>(WsCounter.class);
		for (WsCounter counter : WsCounter.values()) {
			byCounter.put(counter, this.totals[counter.ordinal()].sum());
		}
		return new WsCounters(openConnections, sessions.open(), sessions.openByEndpoint(), byCounter, byReason, byCode,
				sessions.waitingMessages(), sessions.queuedBytes(), contextMemory, heldMemory, byKind);
	}

	/**
	 * Figures that are added up over the open sessions when counters are read.
	 *
	 * @param open the number of open sessions
	 * @param openByEndpoint the number of open sessions by endpoint
	 * @param waitingMessages the number of messages that wait for a handler
	 * @param queuedBytes bytes of frames that are queued and not written
	 */
	public record SessionFigures(int open, Map<String, Integer> openByEndpoint, long waitingMessages,
			long queuedBytes) {
	}

}
