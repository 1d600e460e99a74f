/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.compression;

import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

import com.sun.management.ThreadMXBean;
import dev.wsboot.engine.frame.FrameNotation;
import dev.wsboot.engine.frame.ProtocolException;
import dev.wsboot.engine.frame.Utf8Validator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What bounds a {@link MessageInflater}, and what it owns when.
 */
class MessageInflaterTest {

	private static final ByteBuffer HELLO = ByteBuffer.wrap(FrameNotation.bytes("F248CDC9C90700"));

	private static final ByteBuffer HELLO_AGAIN = ByteBuffer.wrap(FrameNotation.bytes("F200110000"));

	private static final MessageInflater.Sink NOWHERE = (data, offset, length) -> {
	};

	private final CountedZip zip = new CountedZip();

	private final ZipPool<Inflater> pool = this.zip.inflaters(1);

	@AfterEach
	void allIsEndedOnce() {
		this.pool.close();
		assertThat(this.zip.ended()).isEqualTo(this.zip.created());
		assertThat(this.zip.anyEndedTwice()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void tablesThatInflateToNothingAreWasted(boolean takeover) throws ProtocolException {
		ByteBuffer tables = ByteBuffer.wrap(HuffmanTables.message(100));
		try (MessageInflater inflater = inflater(1000, 1000, takeover)) {
			inflater.inflate(tables, 0, tables.remaining(), NOWHERE);
			inflater.finish();
			assertThat(inflater.takeWasted()).isBetween(tables.remaining() - 8L, (long) tables.remaining());
			assertThat(inflater.inflate(tables.duplicate(), 1000).remaining()).isZero();
			assertThat(inflater.takeWasted()).isBetween(tables.remaining() - 8L, (long) tables.remaining());
			assertThat(inflater.takeWasted()).isZero();
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 16, 100, 1000, 30_000 })
	void messagesThatDoNotShrinkAreNotWasted(int size) throws ProtocolException {
		for (TestData kind : TestData.values()) {
			ByteBuffer payload = ByteBuffer.wrap(deflate(kind.bytes(size, 42)));
			try (MessageInflater inflater = inflater(1 << 20, 1000, false)) {
				inflater.inflate(payload, 0, payload.remaining(), NOWHERE);
				inflater.finish();
				assertThat(inflater.takeWasted()).as("wasted bytes of %s", kind).isZero();
			}
		}
	}

	/** A chunk that is exactly full says nothing about what follows. */
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void noBorderOfTheChunkLosesAByte(boolean takeover) {
		for (int size = 1; size < 40; size++) {
			byte[] message = TestData.RECORDS.bytes(3 * size, size);
			byte[] payload = deflate(message);
			for (int chunk = 1; chunk <= 3 * size + 1; chunk++) {
				MessageInflater inflater = inflater(1 << 20, chunk, takeover);
				assertThat(Inflated.of(inflater, List.of(payload, payload), Inflated.WHOLE).messages())
					.containsExactly(Inflated.text(message), Inflated.text(message));
			}
		}
	}

	/** Up to 258 bytes out of two bits. */
	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 257, 258, 259, 260, 516, 1000, 8192, 100_000 })
	void whatHasNoRoomIsNotLost(int chunk) {
		byte[] message = TestData.RUN.bytes(99_999, 1);
		MessageInflater inflater = inflater(message.length, chunk, false);
		assertThat(Inflated.of(inflater, List.of(deflate(message)), Inflated.WHOLE).messages())
			.containsExactly(Inflated.text(message));
	}

	/**
	 * What can be inflated by now is told by now, however little room there is for it.
	 */
	@ParameterizedTest
	@EnumSource
	void nothingIsHeldBack(TestData kind) throws ProtocolException {
		ByteBuffer payload = ByteBuffer.wrap(deflate(kind.bytes(5000, 1)));
		int[] told = new int[2];
		MessageInflater one = inflater(5000, 1, true);
		MessageInflater other = inflater(5000, 10_000, true);
		for (int i = 0; i < payload.limit(); i++) {
			one.inflate(payload, i, 1, (data, offset, length) -> told[0] += length);
			other.inflate(payload, i, 1, (data, offset, length) -> told[1] += length);
			assertThat(told[0]).as("after %d bytes", i).isEqualTo(told[1]);
		}
		assertThat(told[0]).isEqualTo(5000);
		one.close();
		other.close();
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 4095, 4096, 4097, 1 << 20 })
	void aBombEndsAtTheFirstByteOverTheLimit(int limit) {
		ByteBuffer bomb = ByteBuffer.wrap(bomb(10));
		int[] told = new int[2];
		MessageInflater inflater = inflater(limit, 4096, false);
		assertThatExceptionOfType(ProtocolException.class)
			.isThrownBy(() -> inflater.inflate(bomb, 0, bomb.limit(), (data, offset, length) -> {
				told[0] += length;
				told[1] = Math.max(told[1], length);
			}))
			.satisfies((ex) -> assertThat(ex.status().code()).isEqualTo(1009));
		assertThat(told[0]).isEqualTo(limit);
		assertThat(told[1]).isLessThanOrEqualTo(4096);
		inflater.close();
	}

	/** Each part is within the limit, and all of them together are not. */
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aBombInPartsEndsThere(boolean takeover) throws ProtocolException {
		byte[] payload = deflate(new byte[400_000]);
		ByteBuffer part = ByteBuffer.allocate(payload.length + 4);
		part.put(payload).putInt(0x0000FFFF);
		MessageInflater inflater = inflater(1_000_000, 8192, takeover);
		inflater.inflate(part, 0, part.limit(), NOWHERE);
		inflater.inflate(part, 0, part.limit(), NOWHERE);
		assertThatExceptionOfType(ProtocolException.class)
			.isThrownBy(() -> inflater.inflate(part, 0, part.limit(), NOWHERE))
			.satisfies((ex) -> assertThat(ex.status().code()).isEqualTo(1009));
		inflater.close();
	}

	@Test
	void bombsLeaveTheMemoryWhereItWas() throws ProtocolException {
		ByteBuffer bomb = ByteBuffer.wrap(bomb(10));
		assertThat(10 * 1024 * 1024 / bomb.limit()).isGreaterThan(1000);
		ByteBuffer chunk = ByteBuffer.allocate(8192);
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		inflateBombs(10, bomb, chunk);
		long before = threads.getCurrentThreadAllocatedBytes();
		inflateBombs(200, bomb, chunk);
		assertThat(threads.getCurrentThreadAllocatedBytes() - before).as("bytes for 200 times 10 MB")
			.isLessThan(1_000_000);
		assertThat(this.zip.created()).as("inflaters").isOne();
	}

	private void inflateBombs(int times, ByteBuffer bomb, ByteBuffer chunk) {
		int failed = 0;
		for (int i = 0; i < times; i++) {
			try (MessageInflater inflater = MessageInflater.withoutTakeover(1 << 20, chunk, this.pool)) {
				inflater.inflate(bomb, 0, bomb.limit(), NOWHERE);
			}
			catch (ProtocolException ex) {
				failed++;
			}
		}
		assertThat(failed).isEqualTo(times);
	}

	/** RFC 6455 8.1: a text fails at its first bad byte, not at its end. */
	@Test
	void aTextFailsBeforeItIsWhole() throws ProtocolException {
		byte[] text = TestData.TEXT.bytes(20_000, 1);
		text[10_000] = (byte) 0xFF;
		ByteBuffer payload = ByteBuffer.wrap(deflate(text));
		int quarter = payload.limit() / 4;
		Utf8Validator utf8 = new Utf8Validator();
		MessageInflater.Sink sink = (data, offset, length) -> utf8.accept(Inflated.bytes(data, offset, length), 0,
				length);
		MessageInflater inflater = inflater(1 << 20, 512, false);
		inflater.inflate(payload, 0, quarter, sink);
		assertThatExceptionOfType(ProtocolException.class)
			.isThrownBy(() -> inflater.inflate(payload, quarter, 2 * quarter, sink))
			.satisfies((ex) -> assertThat(ex.status().code()).isEqualTo(1007));
		inflater.close();
	}

	@Test
	void withoutTakeoverAnInflaterIsOwnedInsideAMessageOnly() throws ProtocolException {
		MessageInflater one = inflater(100, 100, false);
		MessageInflater other = inflater(100, 100, false);
		for (int i = 0; i < 10; i++) {
			one.inflate(HELLO, 0, HELLO.limit(), NOWHERE);
			one.finish();
			other.inflate(HELLO, 0, HELLO.limit(), NOWHERE);
			other.finish();
			// An empty message needs none.
			other.finish();
		}
		assertThat(this.zip.created()).isOne();
		one.inflate(HELLO, 0, 3, NOWHERE);
		other.inflate(HELLO, 0, 3, NOWHERE);
		assertThat(this.zip.created()).isEqualTo(2);
		one.close();
		other.close();
		assertThat(this.zip.ended()).isOne();
	}

	@Test
	void withTakeoverAnInflaterIsOwnedUntilTheEnd() throws ProtocolException {
		ZipPool<Inflater> none = this.zip.inflaters(0);
		MessageInflater inflater = new MessageInflater(100, ByteBuffer.allocate(100), none, true);
		assertThat(this.zip.created()).isZero();
		inflater.inflate(HELLO, 0, HELLO.limit(), NOWHERE);
		inflater.finish();
		ByteArrayOutputStream message = new ByteArrayOutputStream();
		inflater.inflate(HELLO_AGAIN, 0, HELLO_AGAIN.limit(),
				(data, offset, length) -> message.writeBytes(Inflated.bytes(data, offset, length)));
		inflater.finish();
		assertThat(message).hasToString("Hello");
		assertThat(this.zip.created()).isOne();
		assertThat(this.zip.ended()).isZero();
		inflater.close();
		assertThat(this.zip.ended()).isOne();
		inflater.close();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void afterAFailureAllIsEndedToo(boolean takeover) {
		ZipPool<Inflater> none = this.zip.inflaters(0);
		MessageInflater inflater = new MessageInflater(100, ByteBuffer.allocate(100), none, takeover);
		assertThatExceptionOfType(ProtocolException.class)
			.isThrownBy(() -> inflater.inflate(ByteBuffer.wrap(new byte[] { -1 }), 0, 1, NOWHERE));
		inflater.close();
		assertThat(this.zip.ended()).isOne();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void onceClosedItTakesNoMore(boolean takeover) {
		MessageInflater inflater = inflater(100, 100, takeover);
		inflater.close();
		assertThatIllegalStateException().isThrownBy(() -> inflater.inflate(HELLO, 0, HELLO.limit(), NOWHERE));
		assertThat(this.zip.created()).isZero();
	}

	private MessageInflater inflater(int limit, int chunk, boolean takeover) {
		return takeover ? MessageInflater.withTakeover(limit, ByteBuffer.allocate(chunk))
				: MessageInflater.withoutTakeover(limit, ByteBuffer.allocate(chunk), this.pool);
	}

	private static byte[] bomb(int megabytes) {
		Deflater deflater = new Deflater(9, true);
		byte[] zeros = new byte[1 << 20];
		byte[] bomb = new byte[megabytes * 1100];
		int length = 0;
		for (int i = 0; i < megabytes; i++) {
			deflater.setInput(zeros);
			length += deflater.deflate(bomb, length, bomb.length - length, Deflater.NO_FLUSH);
		}
		length += deflater.deflate(bomb, length, bomb.length - length, Deflater.SYNC_FLUSH);
		deflater.end();
		return Arrays.copyOf(bomb, length - 4);
	}

	private static byte[] deflate(byte[] message) {
		try (ZipPool<Deflater> deflaters = ZipPool.ofDeflaters(9, 0)) {
			byte[] deflated = MessageDeflater.withoutTakeover(15, deflaters).deflate(message);
			// As a peer may do it that compresses everything.
			return (deflated != null) ? deflated : stored(message);
		}
	}

	private static byte[] stored(byte[] message) {
		byte[] block = new byte[message.length + 6];
		block[1] = (byte) message.length;
		block[2] = (byte) (message.length >>> 8);
		block[3] = (byte) ~block[1];
		block[4] = (byte) ~block[2];
		System.arraycopy(message, 0, block, 5, message.length);
		return block;
	}

}
