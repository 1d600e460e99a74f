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
 * event loop, but for what says otherwise.
 */
public final class KeepAlive {

	private long lastSign;

	/** Whether the peer must answer our ping, once it is written. */
	private boolean asked;

	/** Whether the peer's bytes are not read. */
	private boolean unread;

	/** The time of our last ping to a peer that is not read, or of the pause's begin. */
	private long askedUnread;

	/** Written by all threads that send; approximate is enough. */
	private volatile long lastMessage;

	/** Our last ping, until it is answered. */
	private volatile @Nullable Ping ownPing;

	/** The last ping of the application. Written by all threads that ping. */
	private volatile @Nullable Ping lastPing;

	private volatile long roundTrip = -1;

	public KeepAlive(long now) {
		this.lastSign = now;
		this.lastMessage = now;
	}

	/** The peer sent bytes, or took some; or we did not look. */
	public void onSignOfLife(long when) {
		if (when - this.lastSign > 0) {
			this.lastSign = when;
			this.asked = false;
		}
	}

	/** A message came or went. From any thread. */
	public void onMessage(long now) {
		// many come in one round of the loop, and a volatile write is not free
		if (this.lastMessage != now) {
			this.lastMessage = now;
		}
	}

	/** The application sends a ping. From any thread. */
	public void onPing(byte[] payload) {
		this.lastPing = new Ping(payload);
	}

	/** A ping is with the kernel. From any thread. */
	public void onPingWritten() {
		Ping ping = this.ownPing;
		if (ping != null && ping.writtenAt == 0) {
			ping.writtenAt = System.nanoTime() | 1;
		}
	}

	/**
	 * A pong came.
	 * @return whether it answers our own ping, which is nothing to the application
	 */
	public boolean onPong(byte[] payload) {
		Ping own = this.ownPing;
		if (own != null && Arrays.equals(own.payload, payload)) {
			if (!own.unread) {
				this.roundTrip = System.nanoTime() - own.sentAt;
			}
			this.ownPing = null;
			return true;
		}
		Ping ping = this.lastPing;
		if (ping != null && Arrays.equals(ping.payload, payload)) {
			this.roundTrip = System.nanoTime() - ping.sentAt;
			return false;
		}
		return own != null && own.isPrecededBy(payload);
	}

	/** Measured by the last ping that was answered. From any thread. */
	public @Nullable Duration roundTripTime() {
		return (this.roundTrip >= 0) ? Duration.ofNanos(this.roundTrip) : null;
	}

	/**
	 * Tells what is to be done about the peer's silence.
	 */
	public Verdict check(long now, SessionOptions options) {
		this.unread = false;
		if (isIdle(now, options)) {
			return Verdict.IDLE;
		}
		Ping ping = this.ownPing;
		if (this.asked && ping != null) {
			// while the ping waits behind other frames, it is the send timeout that
			// counts
			long since = ping.writtenAt;
			return (since != 0 && now - since > options.keepAlive().pongTimeout().toNanos()) ? Verdict.DEAD
					: Verdict.ALIVE;
		}
		long pingInterval = options.keepAlive().pingInterval().toNanos();
		return (pingInterval > 0 && now - this.lastSign >= pingInterval) ? Verdict.PING : Verdict.ALIVE;
	}

	/**
	 * Tells what is to be done about a peer that is not read, so that no pong can be
	 * expected. It is pinged all the same: a ping to a peer that is gone cannot be
	 * written, at the latest when TCP has given up to repeat the one before.
	 */
	public Verdict checkUnread(long now, SessionOptions options) {
		if (!this.unread) {
			this.unread = true;
			this.askedUnread = now;
		}
		onSignOfLife(now);
		if (isIdle(now, options)) {
			return Verdict.IDLE;
		}
		Ping ping = this.ownPing;
		// while a ping waits, it is the send timeout that counts
		boolean waits = ping != null && ping.writtenAt == 0;
		long interval = options.keepAlive().pingInterval().toNanos();
		return (interval > 0 && !waits && now - this.askedUnread >= interval) ? Verdict.PING : Verdict.ALIVE;
	}

	private boolean isIdle(long now, SessionOptions options) {
		long idleTimeout = options.keepAlive().idleTimeout().toNanos();
		return idleTimeout > 0 && now - this.lastMessage > idleTimeout;
	}

	/** Makes the ping that a verdict asked for. */
	public byte[] ownPing(long now) {
		this.asked = !this.unread;
		this.askedUnread = now;
		Ping before = this.ownPing;
		Ping ping = new Ping(now, (before != null) ? before.earliest : now, this.unread);
		this.ownPing = ping;
		return ping.payload;
	}

	/**
	 * What is to be done.
	 */
	public enum Verdict {

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

		/** The time in the first of the pings that may be unanswered. */
		private final long earliest;

		/** The time in this ping. */
		private final long time;

		/** Whether it was sent while the peer was not read. */
		private final boolean unread;

		/** 0 while it waits. Written by the queue's writer. */
		private volatile long writtenAt;

		/** A ping of the application. */
		private Ping(byte[] payload) {
			this.payload = payload;
			this.sentAt = System.nanoTime();
			this.time = 0;
			this.earliest = 0;
			this.unread = false;
		}

		/** A ping of our own. */
		private Ping(long time, long earliest, boolean unread) {
			this.payload = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(time).array();
			this.sentAt = System.nanoTime();
			this.time = time;
			this.earliest = earliest;
			this.unread = unread;
		}

		/** Whether a payload may be that of one of our pings before this one. */
		private boolean isPrecededBy(byte[] other) {
			if (other.length != 8) {
				return false;
			}
			long otherTime = ByteBuffer.wrap(other).order(ByteOrder.LITTLE_ENDIAN).getLong();
			return otherTime - this.earliest >= 0 && otherTime - this.time < 0;
		}

	}

}
