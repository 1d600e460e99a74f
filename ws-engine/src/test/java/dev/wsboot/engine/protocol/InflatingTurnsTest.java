/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.protocol;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.compression.HuffmanTables;
import dev.wsboot.engine.compression.MessageInflater;
import dev.wsboot.engine.compression.ZipPool;
import dev.wsboot.engine.frame.FrameEncoder;
import dev.wsboot.engine.frame.Opcode;
import dev.wsboot.engine.frame.ProtocolException;
import dev.wsboot.engine.frame.Role;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A compressed frame is inflated in pieces of 8 KB, and whoever gets the events may pause
 * after each of them.
 */
class InflatingTurnsTest {

	private static final int PIECE = 8 * 1024;

	private static final MessageLimits LIMITS = new MessageLimits(1 << 20, 1 << 20, 100);

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void inflatingCanPauseAfterEachPiece(boolean streamed) throws ProtocolException {
		ByteBuffer frame = ByteBuffer.wrap(tables());
		PausingEvents events = new PausingEvents();
		MessageInflater inflater = MessageInflater.withoutTakeover(1 << 20, ByteBuffer.allocate(1000),
				ZipPool.ofInflaters(1));
		ProtocolReader reader = new ProtocolReader(Role.SERVER,
				streamed ? LIMITS.withStreams(Long.MAX_VALUE, Long.MAX_VALUE) : LIMITS, inflater, events);
		int calls = 0;
		while (frame.hasRemaining()) {
			int before = frame.position();
			reader.receive(frame);
			assertThat(frame.position() - before).as("bytes that call %d takes", calls).isBetween(1, PIECE + 14);
			calls++;
		}
		assertThat(calls).isGreaterThanOrEqualTo(frame.limit() / PIECE);
		assertThat(events.messages).containsExactly("");
		reader.release();
	}

	private static byte[] tables() {
		byte[] frame = FrameEncoder.encodeMasked(true, Opcode.TEXT, HuffmanTables.message(3000), 42);
		frame[0] = FrameEncoder.compressed(frame[0]);
		return frame;
	}

	private static final class PausingEvents implements ReaderEvents {

		private final List<String> messages = new ArrayList<>();

		@Override
		public boolean onInflated() {
			return false;
		}

		@Override
		public boolean onMessage(WsMessage message) {
			return this.messages.add(message.text());
		}

		@Override
		public StreamTarget onStream(boolean text, long most) {
			return new StreamTarget() {

				@Override
				public int room() {
					return 1000;
				}

				@Override
				public boolean write(ByteBuffer data, int offset, int length) {
					throw new AssertionError("There is nothing to write");
				}

				@Override
				public void awaitRoom() {
				}

				@Override
				public boolean end() {
					return PausingEvents.this.messages.add("");
				}

				@Override
				public void abort() {
				}

			};
		}

		@Override
		public void onPing(byte[] payload) {
		}

		@Override
		public void onPong(byte[] payload) {
		}

		@Override
		public void onClose(CloseStatus status, boolean followed) {
		}

	}

}
