/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.protocol;

import java.nio.ByteBuffer;
import java.lang.management.ManagementFactory;

import com.sun.management.ThreadMXBean;
import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.frame.FrameNotation;
import dev.wsboot.engine.frame.Opcode;
import dev.wsboot.engine.frame.ProtocolException;
import dev.wsboot.engine.frame.Role;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is kept of a message grows with the bytes that came. Measured by what the thread
 * allocates: nothing can be owned that was not allocated.
 */
class MessageAssemblerTest {

	private static final int MEBIBYTE = 1024 * 1024;

	/** For objects that are no buffers. */
	private static final int CHANGE = 2048;

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	@BeforeAll
	static void loadClasses() throws ProtocolException {
		for (int i = 0; i < 100; i++) {
			MessageAssembler assembler = assembler();
			assembler.onHeader(true, false, Opcode.TEXT, 10);
			allocatedBy(() -> assembler.onPayload(ByteBuffer.allocate(10), 0, 10));
			assembler.complete();
		}
	}

	@Test
	void ownsTenBytesOfAClaimedMebibyte() throws ProtocolException {
		MessageAssembler assembler = assembler();
		byte[] bytes = new byte[10];
		long allocated = allocatedBy(() -> {
			assembler.onHeader(true, false, Opcode.BINARY, MEBIBYTE);
			for (int i = 0; i < bytes.length; i++) {
				assembler.onPayload(ByteBuffer.wrap(bytes), i, 1);
			}
		});
		assertThat(allocated).isLessThan(CHANGE);
	}

	@Test
	void ownsNothingOfAClaimedMebibyteBeforeItsFirstByte() {
		for (Opcode opcode : new Opcode[] { Opcode.TEXT, Opcode.BINARY }) {
			MessageAssembler assembler = assembler();
			assertThat(allocatedBy(() -> assembler.onHeader(true, false, opcode, MEBIBYTE))).isLessThan(CHANGE);
			MessageAssembler fragments = assembler();
			assertThat(allocatedBy(() -> fragments.onHeader(false, false, opcode, MEBIBYTE))).isLessThan(CHANGE);
		}
	}

	/** From the first byte to the last, in pieces of all sizes. */
	@Test
	void neverOwnsMoreThanTwiceTheBytesThatCame() {
		for (boolean fin : new boolean[] { true, false }) {
			for (int piece : new int[] { 100, 1000, 1460, 65536, 100_003 }) {
				MessageAssembler assembler = assembler();
				ByteBuffer bytes = ByteBuffer.allocate(piece);
				allocatedBy(() -> assembler.onHeader(fin, false, Opcode.BINARY, MEBIBYTE));
				for (int came = piece; came <= MEBIBYTE; came += piece) {
					// the one buffer that is owned was allocated in one of the steps
					assertThat(allocatedBy(() -> assembler.onPayload(bytes, 0, piece)))
						.as("%d bytes in pieces of %d", came, piece)
						.isLessThan(2L * came + CHANGE);
				}
			}
		}
	}

	/** Growing by doubling copies each byte about twice, not again for each piece. */
	@Test
	void growsInFewSteps() {
		MessageAssembler assembler = assembler();
		ByteBuffer bytes = ByteBuffer.allocate(64);
		allocatedBy(() -> assembler.onHeader(true, false, Opcode.BINARY, MEBIBYTE));
		long allocated = 0;
		for (int came = 0; came < MEBIBYTE; came += 64) {
			allocated += allocatedBy(() -> assembler.onPayload(bytes, 0, 64));
		}
		assertThat(allocated).isLessThan(6L * MEBIBYTE);
	}

	@Test
	void ownsNothingOfAMessageThatWasHandedOn() throws ProtocolException {
		MessageAssembler assembler = assembler();
		assembler.onHeader(true, false, Opcode.BINARY, MEBIBYTE);
		assembler.onPayload(ByteBuffer.wrap(new byte[MEBIBYTE]), 0, MEBIBYTE);
		WsMessage first = assembler.complete();
		assembler.onHeader(true, false, Opcode.BINARY, 1);
		assembler.onPayload(ByteBuffer.wrap(new byte[] { 7 }), 0, 1);
		assertThat(assembler.complete().bytes()).containsExactly(7);
		assertThat(first.bytes()).hasSize(MEBIBYTE).containsOnly(0);
	}

	@Test
	void handsOnExactlyTheBytesThatCame() throws ProtocolException {
		MessageAssembler assembler = assembler();
		assembler.onHeader(false, false, Opcode.BINARY, 3);
		assembler.onPayload(ByteBuffer.wrap(new byte[] { 0, 1, 2, 3, 0 }), 1, 3);
		assembler.onHeader(false, false, Opcode.CONTINUATION, 0);
		assembler.onHeader(true, false, Opcode.CONTINUATION, 2);
		assembler.onPayload(ByteBuffer.wrap(new byte[] { 4 }), 0, 1);
		assembler.onPayload(ByteBuffer.wrap(new byte[] { 5 }), 0, 1);
		assertThat(assembler.complete().bytes()).containsExactly(1, 2, 3, 4, 5);
	}

	/** The same through the whole reader, as a hostile peer would do it. */
	@Test
	void isAllThatAReaderOwnsOfAnUnfinishedFrame() throws ProtocolException {
		byte[] header = FrameNotation.bytes("82 FF 0000000000100000 m");
		byte[] bytes = new byte[10];
		ProtocolReader reader = new ProtocolReader(Role.SERVER, FrameVector.DEFAULT_LIMITS, new NoEvents());
		assertThat(allocatedBy(() -> {
			reader.receive(ByteBuffer.wrap(header));
			reader.receive(ByteBuffer.wrap(bytes));
		})).isLessThan(CHANGE);
	}

	/** Nobody asks for the length of an unknown opcode's frame. */
	@Test
	void isNotAskedForAFrameThatIsRefused() {
		for (String refused : new String[] { "83 FF 7FFFFFFFFFFFFFFF m", "82 FF 7FFFFFFFFFFFFFFF m",
				"89 FF 0000000000100000 m" }) {
			byte[] bytes = FrameNotation.bytes(refused);
			ProtocolReader reader = new ProtocolReader(Role.SERVER, FrameVector.DEFAULT_LIMITS, new NoEvents());
			assertThat(allocatedBy(() -> {
				try {
					reader.receive(ByteBuffer.wrap(bytes));
				}
				catch (ProtocolException ex) {
					return;
				}
				throw new AssertionError("Nothing failed");
			})).as(refused).isLessThan(CHANGE);
		}
	}

	private static MessageAssembler assembler() {
		return new MessageAssembler(new MessageLimits(MEBIBYTE, MEBIBYTE, 16384), new NoEvents());
	}

	private static long allocatedBy(Task task) {
		try {
			long before = THREADS.getCurrentThreadAllocatedBytes();
			task.run();
			return THREADS.getCurrentThreadAllocatedBytes() - before;
		}
		catch (ProtocolException ex) {
			throw new AssertionError(ex);
		}
	}

	private interface Task {

		void run() throws ProtocolException;

	}

	private static final class NoEvents implements ReaderEvents {

		@Override
		public boolean onMessage(WsMessage message) {
			throw new AssertionError("Unexpected " + message);
		}

		@Override
		public void onPing(byte[] payload) {
			throw new AssertionError("Unexpected ping");
		}

		@Override
		public void onPong(byte[] payload) {
			throw new AssertionError("Unexpected pong");
		}

		@Override
		public void onClose(CloseStatus status, boolean followed) {
			throw new AssertionError("Unexpected " + status);
		}

	}

}
