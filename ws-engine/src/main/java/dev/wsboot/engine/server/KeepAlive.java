package dev.wsboot.engine.server;

import java.time.Duration;
import java.util.Arrays;

import dev.wsboot.engine.SessionOptions;
import org.jspecify.annotations.Nullable;

/**
 * Watches one peer for silence, and measures the round trip of pings. Confined to the
 * event loop, but for what says otherwise.
 */
final class KeepAlive {

	private long lastSign;

	/** Whether the peer must answer our ping, once it is written. */
	private boolean asked;

	/** Written by all threads that send; approximate is enough. */
	private volatile long lastMessage;

	/** Our last ping, until it is answered. */
	private volatile @Nullable Ping ownPing;

	/** The last ping of the application. Written by all threads that ping. */
	private volatile @Nullable Ping lastPing;

	private volatile long roundTrip = -1;

	KeepAlive(long now) {
		this.lastSign = now;
		this.lastMessage = now;
	}

	/** The peer sent bytes, or took some; or we did not look. */
	void onSignOfLife(long when) {
		if (when - this.lastSign > 0) {
			this.lastSign = when;
			this.asked = false;
		}
	}

	/** A message came or went. From any thread. */
	void onMessage(long now) {
		// many come in one round of the loop, and a volatile write is not free
		if (this.lastMessage != now) {
			this.lastMessage = now;
		}
	}

	/** The application sends a ping. From any thread. */
	void onPing(byte[] payload) {
		this.lastPing = new Ping(payload, System.nanoTime());
	}

	/** A ping is with the kernel. From any thread. */
	void onPingWritten() {
		Ping ping = this.ownPing;
		if (ping != null && ping.writtenAt == 0) {
			ping.writtenAt = System.nanoTime() | 1;
		}
	}

	/**
	 * A pong came.
	 * @return whether it answers our own ping, which is nothing to the application
	 */
	boolean onPong(byte[] payload) {
		Ping own = this.ownPing;
		if (own != null && Arrays.equals(own.payload, payload)) {
			this.roundTrip = System.nanoTime() - own.sentAt;
			this.ownPing = null;
			return true;
		}
		Ping ping = this.lastPing;
		if (ping != null && Arrays.equals(ping.payload, payload)) {
			this.roundTrip = System.nanoTime() - ping.sentAt;
		}
		return false;
	}

	/** Measured by the last ping that was answered. From any thread. */
	@Nullable Duration roundTripTime() {
		return (this.roundTrip >= 0) ? Duration.ofNanos(this.roundTrip) : null;
	}

	/**
	 * Tells what is to be done about the peer's silence.
	 */
	Verdict check(long now, SessionOptions options) {
		long idleTimeout = options.idleTimeout().toNanos();
		if (idleTimeout > 0 && now - this.lastMessage > idleTimeout) {
			return Verdict.IDLE;
		}
		Ping ping = this.ownPing;
		if (this.asked && ping != null) {
			// while the ping waits behind other frames, it is the send timeout that
			// counts
			long since = ping.writtenAt;
			return (since != 0 && now - since > options.pongTimeout().toNanos()) ? Verdict.DEAD : Verdict.ALIVE;
		}
		long pingInterval = options.pingInterval().toNanos();
		return (pingInterval > 0 && now - this.lastSign >= pingInterval) ? Verdict.PING : Verdict.ALIVE;
	}

	/** Makes the ping that a verdict asked for. */
	byte[] ownPing(long now) {
		this.asked = true;
		byte[] payload = new byte[8];
		for (int i = 0; i < 8; i++) {
			payload[i] = (byte) (now >>> (8 * i));
		}
		this.ownPing = new Ping(payload, System.nanoTime());
		return payload;
	}

	/**
	 * What is to be done.
	 */
	enum Verdict {

		/** Nothing. */
		ALIVE,
		/** Ask the peer for a sign of life. */
		PING,
		/** The peer gave none. */
		DEAD,
		/** No message for too long. */
		IDLE

	}

	private static final class Ping {

		private final byte[] payload;

		private final long sentAt;

		/** 0 while it waits. Written by the queue's writer. */
		private volatile long writtenAt;

		private Ping(byte[] payload, long sentAt) {
			this.payload = payload;
			this.sentAt = sentAt;
		}

	}

}
