package dev.wsboot.engine.server;

import java.time.Duration;
import java.util.Arrays;

import dev.wsboot.engine.WsServerOptions;
import org.jspecify.annotations.Nullable;

/**
 * Watches one peer for silence, and measures the round trip of pings. Confined to the
 * event loop, but for what says otherwise.
 */
final class KeepAlive {

	private final long pingInterval;

	private final long pongTimeout;

	private final long idleTimeout;

	private long lastReceived;

	/** When a ping was sent that the peer must answer with anything; 0 for none. */
	private long pingSent;

	/** Written by all threads that send; approximate is enough. */
	private volatile long lastMessage;

	/** Written by all threads that ping. */
	private volatile @Nullable Ping lastPing;

	private volatile long roundTrip = -1;

	KeepAlive(WsServerOptions options, long now) {
		this.pingInterval = options.pingInterval().toNanos();
		this.pongTimeout = options.pongTimeout().toNanos();
		this.idleTimeout = options.idleTimeout().toNanos();
		this.lastReceived = now;
		this.lastMessage = now;
	}

	/** Bytes came, or reading was paused: silence proves nothing. */
	void onReceived(long now) {
		this.lastReceived = now;
		this.pingSent = 0;
	}

	/** A message came or went. From any thread. */
	void onMessage(long now) {
		this.lastMessage = now;
	}

	/** A ping goes out. From any thread. */
	void onPing(byte[] payload) {
		this.lastPing = new Ping(payload, System.nanoTime(), false);
	}

	/**
	 * A pong came.
	 * @return whether it answers our own ping, which is nothing to the application
	 */
	boolean onPong(byte[] payload) {
		Ping ping = this.lastPing;
		if (ping == null || !Arrays.equals(ping.payload, payload)) {
			return false;
		}
		this.roundTrip = System.nanoTime() - ping.sentAt;
		this.lastPing = null;
		return ping.own;
	}

	/** Measured by the last ping that was answered. From any thread. */
	@Nullable Duration roundTripTime() {
		return (this.roundTrip >= 0) ? Duration.ofNanos(this.roundTrip) : null;
	}

	/**
	 * Tells what is to be done about the peer's silence.
	 */
	Verdict check(long now) {
		if (this.idleTimeout > 0 && now - this.lastMessage > this.idleTimeout) {
			return Verdict.IDLE;
		}
		if (this.pingSent != 0) {
			return (now - this.pingSent > this.pongTimeout) ? Verdict.DEAD : Verdict.ALIVE;
		}
		return (now - this.lastReceived >= this.pingInterval) ? Verdict.PING : Verdict.ALIVE;
	}

	/** Makes the ping that a verdict asked for. */
	byte[] ownPing(long now) {
		this.pingSent = now | 1;
		byte[] payload = new byte[8];
		for (int i = 0; i < 8; i++) {
			payload[i] = (byte) (now >>> (8 * i));
		}
		this.lastPing = new Ping(payload, System.nanoTime(), true);
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

	@SuppressWarnings("ArrayRecordComponent") // never compared
	private record Ping(byte[] payload, long sentAt, boolean own) {
	}

}
