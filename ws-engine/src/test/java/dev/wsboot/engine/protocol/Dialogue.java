/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.compression.MessageInflater;
import dev.wsboot.engine.frame.FrameNotation;
import dev.wsboot.engine.frame.ProtocolException;
import dev.wsboot.engine.frame.Role;
import dev.wsboot.engine.protocol.ReadEvent.Kind;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A conversation in which the peer {@link #sends} and our side {@link #receives}. What is
 * received is asked for in order, and nothing may be left when the peer goes on.
 */
final class Dialogue implements ReaderEvents {

	private final ProtocolReader reader;

	private final Deque<ReadEvent> unasked = new ArrayDeque<>();

	private byte[] rest = new byte[0];

	private boolean pausing;

	private int failCode;

	private String failReason = "";

	private Dialogue(Role role, MessageLimits limits) {
		this(role, limits, null);
	}

	private Dialogue(Role role, MessageLimits limits, @Nullable MessageInflater inflater) {
		this.reader = new ProtocolReader(role, limits, inflater, this);
	}

	static Dialogue withAClient() {
		return new Dialogue(Role.SERVER, FrameVector.DEFAULT_LIMITS);
	}

	static Dialogue withAClient(int maxFrameSize, int maxMessageSize, int maxFragments) {
		return new Dialogue(Role.SERVER, new MessageLimits(maxFrameSize, maxMessageSize, maxFragments));
	}

	/** With a client that may compress. */
	static Dialogue withAClient(MessageInflater inflater, int maxMessageSize) {
		return new Dialogue(Role.SERVER, new MessageLimits(maxMessageSize, maxMessageSize, 16), inflater);
	}

	static Dialogue withAServer() {
		return new Dialogue(Role.CLIENT, FrameVector.DEFAULT_LIMITS);
	}

	/** From now on, we pause behind each message. */
	Dialogue pausing() {
		this.pausing = true;
		return this;
	}

	/** The peer sends, in {@link FrameNotation}. */
	Dialogue sends(String frames) {
		nothingMore();
		return read(FrameNotation.bytes(frames, () -> 0x7B2D_E519));
	}

	/** We read on after a pause. */
	Dialogue resumes() {
		nothingMore();
		assertThat(this.rest).as("bytes behind the pause").isNotEmpty();
		return read(this.rest);
	}

	/** The connection ends. */
	void ends() {
		this.reader.release();
	}

	/** We receive next, as {@link ReadEvent#parse} writes it. */
	Dialogue receives(String event) {
		assertThat(this.unasked).as("received").isNotEmpty();
		assertThat(this.unasked.poll()).isEqualTo(ReadEvent.parse(event));
		return this;
	}

	/** We receive nothing, for the time being, and nothing was wrong. */
	Dialogue nothingMore() {
		assertThat(this.unasked).as("received").isEmpty();
		assertThat(this.failCode).as("close code").isZero();
		return this;
	}

	/** We fail the connection, after what was asked for. */
	void failsWith(int code) {
		assertThat(this.unasked).as("received").isEmpty();
		assertThat(this.failCode).as("close code").isEqualTo(code);
		assertThat(this.failReason).isNotEmpty();
	}

	private Dialogue read(byte[] bytes) {
		try {
			ByteBuffer data = ByteBuffer.wrap(bytes);
			this.reader.receive(data);
			this.rest = Arrays.copyOfRange(bytes, data.position(), bytes.length);
		}
		catch (ProtocolException ex) {
			this.failCode = ex.status().code();
			this.failReason = ex.status().reason();
			assertThat(ex.getMessage()).isEqualTo(this.failReason);
		}
		return this;
	}

	@Override
	public boolean onMessage(WsMessage message) {
		this.unasked.add(ReadEvent.of(message.isText() ? Kind.TEXT : Kind.BINARY,
				message.isText() ? message.text().getBytes(StandardCharsets.UTF_8) : message.bytes()));
		return !this.pausing;
	}

	@Override
	public void onPing(byte[] payload) {
		this.unasked.add(ReadEvent.of(Kind.PING, payload));
	}

	@Override
	public void onPong(byte[] payload) {
		this.unasked.add(ReadEvent.of(Kind.PONG, payload));
	}

	@Override
	public void onClose(CloseStatus status, boolean followed) {
		this.unasked.add(ReadEvent.of(status));
	}

}
