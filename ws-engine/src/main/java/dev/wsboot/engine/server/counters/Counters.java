package dev.wsboot.engine.server.counters;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

import dev.wsboot.engine.CloseCode;
import dev.wsboot.engine.RateLimit;
import dev.wsboot.engine.RejectReason;
import dev.wsboot.engine.WsCounters;

/**
 * Counts what happens. Safe to use from any thread.
 */
public final class Counters {

	public final LongAdder accepted = new LongAdder();

	/** Connections whose peer ended them before it asked for anything. */
	public final LongAdder probes = new LongAdder();

	public final LongAdder messagesReceived = new LongAdder();

	public final LongAdder messagesSent = new LongAdder();

	public final LongAdder bytesReceived = new LongAdder();

	public final LongAdder bytesSent = new LongAdder();

	public final LongAdder pingsSent = new LongAdder();

	public final LongAdder pingsReceived = new LongAdder();

	public final LongAdder pongsReceived = new LongAdder();

	public final LongAdder messagesDropped = new LongAdder();

	public final LongAdder handlerErrors = new LongAdder();

	public final LongAdder deflations = new LongAdder();

	/** Sessions that were closed because memory was short. */
	public final LongAdder shed = new LongAdder();

	public final LongAdder contextsRefused = new LongAdder();

	private final Map<RejectReason, LongAdder> rejected = new EnumMap<>(RejectReason.class);

	private final Map<RateLimit.Kind, LongAdder> exceeded = new EnumMap<>(RateLimit.Kind.class);

	private final Map<Integer, LongAdder> closes = new ConcurrentHashMap<>();

	public Counters() {
		for (RejectReason reason : RejectReason.values()) {
			this.rejected.put(reason, new LongAdder());
		}
		for (RateLimit.Kind kind : RateLimit.Kind.values()) {
			this.exceeded.put(kind, new LongAdder());
		}
	}

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
		return new WsCounters(openConnections, sessions.open(), sessions.openByEndpoint(), this.accepted.sum(),
				byReason, this.probes.sum(), this.messagesReceived.sum(), this.messagesSent.sum(),
				this.bytesReceived.sum(), this.bytesSent.sum(), byCode, this.pingsSent.sum(), this.pingsReceived.sum(),
				this.pongsReceived.sum(), this.messagesDropped.sum(), this.handlerErrors.sum(),
				sessions.waitingMessages(), sessions.queuedBytes(), this.deflations.sum(), contextMemory,
				this.contextsRefused.sum(), heldMemory, this.shed.sum(), byKind);
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
