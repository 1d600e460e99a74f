/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.limits;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;

import dev.wsboot.engine.options.SessionOptions;
import org.jspecify.annotations.Nullable;

/**
 * Watches one peer for silence, and measures the round trip of pings. Confined to the
 * event loop, except for methods that say otherwise. All times are in nanoseconds.
 */
public final class KeepAlive {

	/**
	 * The time of the last sign of life, or of the begin of the pause while the peer's
	 * bytes are not read.
	 */
	private long lastSign;

	/** True if the peer's bytes are not read. */
	private boolean unread;

	/**
	 * The approximate time of the last message in either direction. Written by all
	 * threads that send.
	 */
	private volatile long lastMessage;

	/**
	 * Our last ping until its pong; {@code null} for none. Read by threads that write.
	 */
	private volatile @Nullable Ping ownPing;

	/** The last ping of the application. Written by all threads that ping. */
	private volatile @Nullable Ping lastPing;

	/** The round trip of the last ping with a pong; -1 before the first. */
	private volatile long roundTrip = -1;

	/**
	 * Creates the watch of a peer that has just connected.
	 * @param now the time of the event loop
	 */
	public KeepAlive(long now) {
		this.lastSign = now;
		this.lastMessage = now;
	}

	/**
	 * Notes that the peer has sent or taken bytes.
	 * @param when the time at which it did; a time before the last sign has no effect
	 */
	public void onSignOfLife(long when) {
		if (when - this.lastSign > 0) {
			this.lastSign = when;
		}
	}

	/**
	 * Notes a message in either direction. From any thread.
	 * @param now the time of the event loop
	 */
	public void onMessage(long now) {
		// many come in one round of the loop, and a volatile write is not free
		if (this.lastMessage != now) {
			this.lastMessage = now;
		}
	}

	/**
	 * Notes a ping of the application. From any thread.
	 * @param payload the payload of the ping
	 * @param now the exact time
	 */
	public void onPing(byte[] payload, long now) {
		this.lastPing = new Ping(payload, now);
	}

	/**
	 * Notes that a ping is written to the socket. From any thread.
	 * @param now the exact time
	 */
	public void onPingWritten(long now) {
		Ping ping = this.ownPing;
		if (ping != null && ping.writtenAt == 0) {
			ping.writtenAt = now | 1;
		}
	}

	/**
	 * Notes a pong.
	 * @param payload the payload of the pong
	 * @param now the exact time
	 * @return whether the pong is for a ping of our own, so that it is nothing to the
	 * application
	 */
	public boolean onPong(byte[] payload, long now) {
		Ping own = this.ownPing;
		if (own != null && Arrays.equals(own.payload, payload)) {
			if (!own.unread) {
				this.roundTrip = now - own.sentAt;
			}
			this.ownPing = null;
			return true;
		}
		Ping ping = this.lastPing;
		if (ping != null && Arrays.equals(ping.payload, payload)) {
			this.roundTrip = now - ping.sentAt;
			return false;
		}
		return own != null && own.isPrecededBy(payload);
	}

	/**
	 * Returns the round trip of the last ping with a pong, or {@code null} before the
	 * first. From any thread.
	 */
	public @Nullable Duration roundTripTime() {
		return (this.roundTrip >= 0) ? Duration.ofNanos(this.roundTrip) : null;
	}

	/**
	 * Decides what to do about the silence of a peer that is read.
	 * @param now the time of the event loop
	 * @param options the options of the session
	 */
	public Verdict check(long now, SessionOptions options) {
		if (this.unread) {
			this.unread = false;
			// signs that came during the pause are not read yet
			onSignOfLife(now);
		}
		if (isIdle(now, options)) {
			return Verdict.IDLE;
		}
		Ping ping = this.ownPing;
		if (ping != null && !ping.unread && ping.sentAt - this.lastSign > 0) {
			// while the ping waits behind other frames, it is the send timeout that
			// counts
			long since = ping.writtenAt;
			return (since != 0 && now - since > options.keepAlive().pongTimeout().toNanos()) ? Verdict.DEAD
					: Verdict.ALIVE;
		}
		return isPingDue(now - this.lastSign, options) ? Verdict.PING : Verdict.ALIVE;
	}

	/**
	 * Decides what to do about a peer whose bytes are not read, so that no pong can be
	 * expected. Such a peer is pinged all the same: a ping to a peer that is gone cannot
	 * be written, at the latest when TCP has given up to repeat the one before.
	 * @param now the time of the event loop
	 * @param options the options of the session
	 */
	public Verdict checkUnread(long now, SessionOptions options) {
		if (!this.unread) {
			this.unread = true;
			onSignOfLife(now);
		}
		if (isIdle(now, options)) {
			return Verdict.IDLE;
		}
		Ping ping = this.ownPing;
		if (ping != null && ping.writtenAt == 0) {
			// while a ping waits, it is the send timeout that counts
			return Verdict.ALIVE;
		}
		long since = (ping != null && ping.sentAt - this.lastSign > 0) ? ping.sentAt : this.lastSign;
		return isPingDue(now - since, options) ? Verdict.PING : Verdict.ALIVE;
	}

	private static boolean isPingDue(long silence, SessionOptions options) {
		long interval = options.keepAlive().pingInterval().toNanos();
		return interval > 0 && silence >= interval;
	}

	private boolean isIdle(long now, SessionOptions options) {
		long idleTimeout = options.keepAlive().idleTimeout().toNanos();
		return idleTimeout > 0 && now - this.lastMessage > idleTimeout;
	}

	/**
	 * Notes a ping of our own, as {@link Verdict#PING} demands.
	 * @param now the exact time
	 * @return the payload of the ping
	 */
	public byte[] ownPing(long now) {
		Ping before = this.ownPing;
		Ping ping = new Ping(now, (before != null) ? before.earliest : now, this.unread);
		this.ownPing = ping;
		return ping.payload;
	}

	/**
	 * The decision about a peer.
	 */
	public enum Verdict {

		/** Nothing is to be done. */
		ALIVE,
		/** A ping is to be sent, as the peer has been silent. */
		PING,
		/** The peer has not answered a ping. */
		DEAD,
		/** There has been no message for too long. */
		IDLE

	}

	private static final class Ping {

		private final byte[] payload;

		/** The time at which the ping was sent, which a ping of our own contains. */
		private final long sentAt;

		/** The time in the first of our own pings that may be unanswered. */
		private final long earliest;

		/** True if the ping was sent while the peer's bytes were not read. */
		private final boolean unread;

		/** The time of the write, 0 before that. Written by the writer of the queue. */
		private volatile long writtenAt;

		/** Creates a ping of the application. */
		private Ping(byte[] payload, long now) {
			this.payload = payload;
			this.sentAt = now;
			this.earliest = now;
			this.unread = false;
		}

		/** Creates a ping of our own. */
		private Ping(long now, long earliest, boolean unread) {
			this.payload = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(now).array();
			this.sentAt = now;
			this.earliest = earliest;
			this.unread = unread;
		}

		/** Returns true if a payload may be that of one of our pings before this one. */
		private boolean isPrecededBy(byte[] other) {
			if (other.length != 8) {
				return false;
			}
			long otherTime = ByteBuffer.wrap(other).order(ByteOrder.LITTLE_ENDIAN).getLong();
			return otherTime - this.earliest >= 0 && otherTime - this.sentAt < 0;
		}

	}

}
