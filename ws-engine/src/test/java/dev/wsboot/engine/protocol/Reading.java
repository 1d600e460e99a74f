/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.protocol;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.Violation;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.compression.MessageInflater;
import dev.wsboot.engine.frame.ProtocolException;
import dev.wsboot.engine.frame.Role;
import dev.wsboot.engine.protocol.ReadEvent.Kind;
import org.jspecify.annotations.Nullable;

/**
 * One run of a {@link ProtocolReader} over some input, and what came of it.
 */
final class Reading implements ReaderEvents {

	private final ProtocolReader reader;

	private final boolean pausing;

	private final List<ReadEvent> events = new ArrayList<>();

	private int messages;

	private Reading(Role role, MessageLimits limits, @Nullable MessageInflater inflater, boolean pausing) {
		this.reader = new ProtocolReader(role, limits, inflater, this);
		this.pausing = pausing;
	}

	/**
	 * Reads all at once.
	 */
	static Outcome whole(Role role, MessageLimits limits, byte[] input) {
		return inPieces(role, limits, input, input.length);
	}

	/**
	 * Reads each byte by itself. Only so is it exact where a failure was found.
	 */
	static Outcome byteByByte(Role role, MessageLimits limits, byte[] input) {
		return inPieces(role, limits, input, eachByte(input));
	}

	static int[] eachByte(byte[] input) {
		int[] ends = new int[input.length];
		Arrays.setAll(ends, (i) -> i + 1);
		return ends;
	}

	/**
	 * Reads pieces, among them empty ones.
	 * @param ends where each piece ends, the last one at the end of the input
	 */
	static Outcome inPieces(Role role, MessageLimits limits, byte[] input, int... ends) {
		return inPieces(role, limits, null, input, ends);
	}

	/** The same where messages may be compressed. */
	static Outcome inPieces(Role role, MessageLimits limits, @Nullable MessageInflater inflater, byte[] input,
			int... ends) {
		Reading reading = new Reading(role, limits, inflater, false);
		int start = 0;
		for (int end : ends) {
			// what is around a piece must not matter, and is not the reader's to change
			byte[] around = new byte[(end - start) + 2];
			Arrays.fill(around, (byte) 0xA5);
			System.arraycopy(input, start, around, 1, end - start);
			try {
				ByteBuffer piece = ByteBuffer.wrap(around, 1, end - start);
				reading.reader.receive(piece);
				int used = piece.position() - 1;
				if (used != end - start) {
					throw new AssertionError(used + " of " + (end - start) + " bytes were used up without a pause");
				}
			}
			catch (ProtocolException ex) {
				return Outcome.failed(reading.events, ex, end);
			}
			if (around[0] != (byte) 0xA5 || around[around.length - 1] != (byte) 0xA5) {
				throw new AssertionError("A byte outside of the piece was changed");
			}
			start = end;
		}
		return new Outcome(reading.events, 0, start);
	}

	/**
	 * Reads all at once, but for a pause behind each message.
	 */
	static Outcome pausing(Role role, MessageLimits limits, byte[] input) {
		Reading reading = new Reading(role, limits, null, true);
		byte[] data = input.clone();
		int from = 0;
		int pauses = 0;
		while (true) {
			try {
				ByteBuffer rest = ByteBuffer.wrap(data, from, data.length - from);
				reading.reader.receive(rest);
				from = rest.position();
			}
			catch (ProtocolException ex) {
				return Outcome.failed(reading.events, ex, data.length);
			}
			if (from == data.length) {
				return new Outcome(reading.events, 0, from);
			}
			if (reading.messages != ++pauses) {
				throw new AssertionError(reading.messages + " messages before pause " + pauses);
			}
		}
	}

	static int[] randomEnds(Random random, int length, int pieces) {
		int[] ends = new int[pieces];
		for (int i = 0; i < pieces; i++) {
			ends[i] = random.nextInt(length + 1);
		}
		ends[pieces - 1] = length;
		Arrays.sort(ends);
		return ends;
	}

	@Override
	public boolean onMessage(WsMessage message) {
		this.messages++;
		this.events.add(ReadEvent.of(message.isText() ? Kind.TEXT : Kind.BINARY, message.bytes()));
		return !this.pausing;
	}

	@Override
	public void onPing(byte[] payload) {
		this.events.add(ReadEvent.of(Kind.PING, payload));
	}

	@Override
	public void onPong(byte[] payload) {
		this.events.add(ReadEvent.of(Kind.PONG, payload));
	}

	@Override
	public void onClose(CloseStatus status, boolean followed) {
		this.events.add(ReadEvent.of(status));
	}

	/**
	 * The outcome of a run.
	 *
	 * @param events the events, in order
	 * @param failCode the close code of the violation, 0 for none
	 * @param violation the violation, {@code null} for none, or if another reader than
	 * ours found it
	 * @param consumed the number of bytes that were handed over until then
	 */
	record Outcome(List<ReadEvent> events, int failCode, @Nullable Violation violation, int consumed) {

		Outcome(List<ReadEvent> events, int failCode, int consumed) {
			this(events, failCode, null, consumed);
		}

		static Outcome failed(List<ReadEvent> events, ProtocolException failure, int consumed) {
			return new Outcome(events, failure.status().code(), failure.violation(), consumed);
		}

	}

}
