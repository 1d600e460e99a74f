/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.protocol;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;

import dev.wsboot.engine.CloseCode;
import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.compression.MessageInflater;
import dev.wsboot.engine.compression.ZipPool;
import dev.wsboot.engine.frame.FrameEncoder;
import dev.wsboot.engine.frame.FrameNotation;
import dev.wsboot.engine.frame.Opcode;
import dev.wsboot.engine.frame.ProtocolException;
import dev.wsboot.engine.frame.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Messages that are told as they come are the same however they were cut, by the peer or
 * by a target that has little room, and never is more handed on than there is room for.
 */
class StreamedMessagesTest {

	/** Tiny limits for whole messages, which must not matter. */
	private static final MessageLimits LIMITS = new MessageLimits(10, 10, 2).withStreams(1000, 1000);

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 7, 1000 })
	void anySplitAndAnyRoomGiveTheSame(int room) throws Exception {
		byte[] input = FrameNotation.bytes("""
				(81 8B m "gruesse you"),
				(01 83 m "one"), (89 81 m "p"), (00 80 m), (80 85 m " more"),
				(82 FE 0080 m 41*128),
				(81 80 m), (02 80 m), (80 80 m),
				(01 82 m F0 9F), (8A 80 m), (80 82 m 98 80),
				(82 83 m 010203), (88 82 m 03E8)""".replace('\n', ' '), () -> 0x1A2B3C4D);
		List<String> expected = List.of("text gruesse you", "ping p", "text one more", "binary " + "A".repeat(128),
				"text ", "binary ", "pong ", "text \ud83d\ude00", "binary \u0001\u0002\u0003", "close 1000");
		for (int cut = 0; cut <= input.length; cut++) {
			assertThat(new Reader(LIMITS, null, room).reads(input, cut, input.length)).as("cut at %d", cut)
				.isEqualTo(expected);
		}
		int[] each = new int[input.length];
		Arrays.setAll(each, (i) -> i + 1);
		assertThat(new Reader(LIMITS, null, room).reads(input, each)).isEqualTo(expected);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 100, 65536 })
	void compressedOnesToo(int room) throws Exception {
		Random random = new Random(room);
		byte[] noise = new byte[700];
		random.nextBytes(noise);
		for (boolean takeover : new boolean[] { false, true }) {
			ByteArrayOutputStream input = new ByteArrayOutputStream();
			List<String> expected = new ArrayList<>();
			Deflater deflater = new Deflater(6, true);
			for (int i = 0; i < 6; i++) {
				byte[] message = (i % 2 == 0) ? "hello ".repeat(20 * i).getBytes(StandardCharsets.US_ASCII) : noise;
				byte[] deflated = deflate(deflater, message);
				if (!takeover) {
					deflater.reset();
				}
				int cut = random.nextInt(deflated.length + 1);
				byte[] first = FrameEncoder.encodeMasked(false, (i % 2 == 0) ? Opcode.TEXT : Opcode.BINARY,
						Arrays.copyOf(deflated, cut), random.nextInt());
				first[0] = FrameEncoder.compressed(first[0]);
				input.writeBytes(first);
				input.writeBytes(FrameEncoder.encodeMasked(true, Opcode.CONTINUATION,
						Arrays.copyOfRange(deflated, cut, deflated.length), random.nextInt()));
				expected.add(((i % 2 == 0) ? "text " : "binary ") + new String(message, StandardCharsets.ISO_8859_1));
			}
			byte[] bytes = input.toByteArray();
			for (int run = 0; run < 20; run++) {
				int cut = random.nextInt(bytes.length);
				assertThat(new Reader(LIMITS, inflater(takeover), room).reads(bytes, cut, bytes.length))
					.isEqualTo(expected);
			}
			deflater.end();
		}
	}

	@Test
	void aBombIsInflatedNoFurtherThanThereIsRoom() throws Exception {
		int size = 50_000_000;
		Deflater deflater = new Deflater(9, true);
		byte[] deflated = deflate(deflater, new byte[size]);
		deflater.end();
		byte[] frame = FrameEncoder.encodeMasked(true, Opcode.BINARY, deflated, 42);
		frame[0] = FrameEncoder.compressed(frame[0]);
		Reader reader = new Reader(LIMITS.withStreams(1, Long.MAX_VALUE), inflater(true), 1000);
		reader.drains = false;
		ByteBuffer input = ByteBuffer.wrap(frame);
		reader.reader.receive(input);
		for (int i = 0; i < 10; i++) {
			assertThat(reader.reader.isStuck()).isTrue();
			assertThat(reader.tank.waiting).isEqualTo(1000);
			reader.reader.receive(input);
		}
		long total = 0;
		while (reader.reader.isStuck()) {
			total += reader.tank.waiting;
			reader.tank.waiting = 0;
			reader.tank.content.reset();
			reader.reader.receive(input);
		}
		assertThat(total + reader.tank.waiting).isEqualTo(size);
		assertThat(input.hasRemaining()).isFalse();
	}

	@Test
	void nobodyWaitsForABombThatIsThrownAway() throws Exception {
		Deflater deflater = new Deflater(9, true);
		byte[] frame = FrameEncoder.encodeMasked(true, Opcode.BINARY, deflate(deflater, new byte[10_000_000]), 42);
		deflater.end();
		frame[0] = FrameEncoder.compressed(frame[0]);
		Reader reader = new Reader(LIMITS.withStreams(1, Long.MAX_VALUE), inflater(true), Integer.MAX_VALUE);
		reader.drains = false;
		ByteBuffer input = ByteBuffer.wrap(frame);
		int turns = 1;
		reader.reader.receive(input);
		while (reader.reader.isStuck()) {
			assertThat(reader.tank.waiting).isLessThanOrEqualTo(turns * 64 * 1024);
			reader.reader.receive(input);
			turns++;
		}
		assertThat(turns).isGreaterThan(100);
		assertThat(reader.events).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = {
			// a frame over the limit fails at its header
			"82 FE 03E9 m|1009|0",
			// nor is a short one taken that is bad
			"81 81 m FF|1007|0", //
			// up to the greatest length that there is
			"82 FF 7FFFFFFF FFFFFFFF m|1009|0", //
			"(02 FE 03E8 m 00*1000), 80 81 m|1009|1000", //
			"(01 83 m 'abc'), 81 80 m|1002|3", //
			"(01 83 m 'abc'), 82 80 m|1002|3", //
			"(01 83 m 'abc'), 00 82 m 41 FF|1007|3", //
			"81 83 m 41 F0 9F|1007|2", //
			"(01 82 m 41 F0), 80 80 m|1007|2", //
			"80 80 m|1002|0" })
	void violationsFailAtTheByteThatShowsThem(String row) throws Exception {
		String[] parts = row.split("\\|");
		byte[] input = FrameNotation.bytes(parts[0].replace('\'', '"'));
		Reader reader = new Reader(LIMITS, null, 100);
		assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> {
			for (int i = 0; i < input.length; i++) {
				ByteBuffer one = ByteBuffer.wrap(input.clone(), i, 1);
				try {
					reader.receive(one);
				}
				catch (ProtocolException ex) {
					assertThat(i).as("at the last byte").isEqualTo(input.length - 1);
					throw ex;
				}
			}
		}).satisfies((ex) -> assertThat(ex.status().code()).isEqualTo(Integer.parseInt(parts[1])));
		reader.reader.release();
		assertThat(reader.events).noneMatch((event) -> event.startsWith("text") || event.startsWith("binary"));
		if (!parts[2].equals("0")) {
			assertThat(reader.events).endsWith("abort");
		}
	}

	@Test
	void shortMessagesThatComeWholeAreNotStreamed() throws Exception {
		MessageLimits limits = new MessageLimits(1000, 1, 1).withStreams(600, 512);
		byte[] input = FrameNotation.bytes("""
				(81 81 m "a"), (89 81 m "p"), (82 FE 0200 m 42*512), (81 80 m), (02 80 m), (80 80 m),
				(81 FE 0201 m 43*513), (81 84 m F0 9F 98 80), (81 81 m "b")""".replace('\n', ' '), () -> 0x1A2B3C4D);
		Reader whole = new Reader(limits, null, 1000);
		List<String> expected = List.of("text a", "ping p", "binary " + "B".repeat(512), "text ", "binary ",
				"text " + "C".repeat(513), "text \ud83d\ude00", "text b");
		assertThat(whole.reads(input, input.length)).isEqualTo(expected);
		assertThat(whole.whole).isEqualTo(expected.size() - 2);
		assertThat(whole.told).isEqualTo(1);
		// the last byte comes with the next read
		Reader cut = new Reader(limits, null, 1000);
		assertThat(cut.reads(input, input.length - 1, input.length)).isEqualTo(expected);
		assertThat(cut.told).isEqualTo(2);
	}

	@Test
	void shortMessagesOverTheLimitOfStreamsFail() throws Exception {
		MessageLimits limits = new MessageLimits(1000, 1000, 1).withStreams(3, 2);
		Reader reader = new Reader(limits, null, 1000);
		reader.receive(ByteBuffer.wrap(FrameNotation.bytes("(81 83 m 'abc'), (82 82 m 0102)".replace('\'', '"'))));
		assertThat(reader.events).containsExactly("text abc", "binary \u0001\u0002");
		for (String bad : List.of("81 84 m 41*4", "82 83 m 41*3")) {
			assertThatExceptionOfType(ProtocolException.class)
				.isThrownBy(() -> new Reader(limits, null, 1000).receive(ByteBuffer.wrap(FrameNotation.bytes(bad))))
				.satisfies((ex) -> assertThat(ex.status().kind()).isEqualTo(CloseCode.MESSAGE_TOO_BIG));
		}
	}

	@Test
	void aShortMessageWaitsForTheOneBeforeIt() throws Exception {
		Reader reader = new Reader(LIMITS, null, 3);
		reader.drains = false;
		ByteBuffer input = ByteBuffer.wrap(FrameNotation.bytes("(82 8B m 41*11), (81 81 m 42)", () -> 1));
		reader.reader.receive(input);
		assertThat(reader.events).isEmpty();
		while (reader.reader.isStuck()) {
			assertThat(reader.events).isEmpty();
			reader.tank.waiting = 0;
			reader.reader.receive(input);
		}
		reader.reader.receive(input);
		assertThat(reader.events).containsExactly("binary " + "A".repeat(11), "text B");
	}

	@Test
	void onlyTheKindThatIsWantedIsStreamed() throws Exception {
		MessageLimits binaryOnly = new MessageLimits(100, 100, 3).withStreams(0, 1000);
		byte[] input = FrameNotation.bytes("(01 83 m 616263), (80 80 m), (82 FE 00C8 m 42*200), (81 82 m 6465)");
		Reader reader = new Reader(binaryOnly, null, 1000);
		assertThat(reader.reads(input, input.length)).containsExactly("whole abc", "binary " + "B".repeat(200),
				"whole de");
		for (String bad : List.of("(01 83 m 616263), 82 80 m", "(02 83 m 616263), 81 80 m")) {
			assertThatExceptionOfType(ProtocolException.class)
				.isThrownBy(() -> new Reader(binaryOnly, null, 1000).receive(ByteBuffer.wrap(FrameNotation.bytes(bad))))
				.satisfies((ex) -> assertThat(ex.status().kind()).isEqualTo(CloseCode.PROTOCOL_ERROR));
		}
		assertThatExceptionOfType(ProtocolException.class).isThrownBy(
				() -> new Reader(binaryOnly, null, 1000).receive(ByteBuffer.wrap(FrameNotation.bytes("81 FE 00C8 m"))))
			.satisfies((ex) -> assertThat(ex.status().kind()).isEqualTo(CloseCode.MESSAGE_TOO_BIG));
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 10, 1000 })
	void garbageFailsBehindWhatStandsBeforeIt(int room) throws Exception {
		for (boolean badText : new boolean[] { false, true }) {
			Deflater deflater = new Deflater(6, true);
			byte[] message = "valid".repeat(20).getBytes(StandardCharsets.US_ASCII);
			message[30] = badText ? (byte) 0xFF : message[30];
			byte[] deflated = deflate(deflater, message);
			deflater.end();
			byte[] payload = Arrays.copyOf(deflated, deflated.length + 20);
			// behind the end of a block, a type of block that there is not
			Arrays.fill(payload, deflated.length, payload.length, (byte) 0xFF);
			byte[] frame = FrameEncoder.encodeMasked(true, Opcode.TEXT, payload, 7);
			frame[0] = FrameEncoder.compressed(frame[0]);
			Reader reader = new Reader(LIMITS, inflater(true), room);
			assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> reader.reads(frame, frame.length))
				.satisfies((ex) -> assertThat(ex.status().reason()).contains(badText ? "UTF-8" : "Compressed"));
			if (!badText) {
				assertThat(reader.tank.content.toByteArray()).isEqualTo(message);
			}
		}
	}

	@Test
	void whatInflatesToNothingHasAnEnd() throws Exception {
		// empty blocks that are stored, without end
		byte[] blocks = new byte[5 * 500];
		for (int i = 0; i < blocks.length; i += 5) {
			blocks[i + 3] = (byte) 0xFF;
			blocks[i + 4] = (byte) 0xFF;
		}
		byte[] frame = FrameEncoder.encodeMasked(false, Opcode.BINARY, blocks, 7);
		frame[0] = FrameEncoder.compressed(frame[0]);
		assertThatExceptionOfType(ProtocolException.class)
			.isThrownBy(() -> new Reader(LIMITS, inflater(false), 100).receive(ByteBuffer.wrap(frame)))
			.satisfies((ex) -> assertThat(ex.status().kind()).isEqualTo(CloseCode.MESSAGE_TOO_BIG));
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whatInflatesToTooMuchFails(boolean takeover) throws Exception {
		Deflater deflater = new Deflater(9, true);
		byte[] frame = FrameEncoder.encodeMasked(true, Opcode.BINARY, deflate(deflater, new byte[1001]), 7);
		deflater.end();
		frame[0] = FrameEncoder.compressed(frame[0]);
		assertThatExceptionOfType(ProtocolException.class)
			.isThrownBy(() -> new Reader(LIMITS, inflater(takeover), 100).reads(frame, frame.length))
			.satisfies((ex) -> assertThat(ex.status().kind()).isEqualTo(CloseCode.MESSAGE_TOO_BIG));
	}

	private static MessageInflater inflater(boolean takeover) {
		ByteBuffer chunk = ByteBuffer.allocate(700);
		return takeover ? MessageInflater.withTakeover(10, chunk)
				: MessageInflater.withoutTakeover(10, chunk, ZipPool.ofInflaters(1));
	}

	private static byte[] deflate(Deflater deflater, byte[] message) {
		deflater.setInput(message);
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		byte[] piece = new byte[65536];
		int length;
		do {
			length = deflater.deflate(piece, 0, piece.length, Deflater.SYNC_FLUSH);
			out.write(piece, 0, length);
		}
		while (length == piece.length);
		// RFC 7692 7.2.1
		return Arrays.copyOf(out.toByteArray(), out.size() - 4);
	}

	@Test
	void whatIsStuckIsForgotten() throws Exception {
		Reader stuck = new Reader(LIMITS, null, 3);
		stuck.drains = false;
		stuck.reader.receive(ByteBuffer.wrap(FrameNotation.bytes("(82 8B m 41*11)", () -> 1)));
		assertThat(stuck.reader.heldBytes()).isEqualTo(8);
		stuck.reader.forget();
		assertThat(stuck.reader.heldBytes()).isZero();
		assertThat(stuck.reader.isStuck()).isFalse();
		assertThat(stuck.events).containsExactly("abort");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whoIsToldOfAMessageMayEndTheConnection(boolean deflated) throws Exception {
		Reader ending = new Reader(LIMITS, inflater(false), 100);
		ending.endsWhenTold = true;
		byte[] message = deflated ? deflate(new Deflater(6, true), new byte[50]) : new byte[50];
		byte[] frame = FrameEncoder.encodeMasked(true, Opcode.BINARY, message, 1);
		frame[0] = deflated ? FrameEncoder.compressed(frame[0]) : frame[0];
		ending.reader.receive(ByteBuffer.wrap(frame));
		assertThat(ending.events).containsExactly("abort");
	}

	/** Reads, and empties its target whenever that is full. */
	private static final class Reader implements ReaderEvents {

		private final ProtocolReader reader;

		private final MessageLimits limits;

		private final int room;

		private final List<String> events = new ArrayList<>();

		private Tank tank;

		private boolean drains = true;

		private boolean endsWhenTold;

		/** Messages of a streamed kind that were told whole. */
		private int whole;

		/** Messages that were told as they came. */
		private int told;

		Reader(MessageLimits limits, MessageInflater inflater, int room) {
			this.reader = new ProtocolReader(Role.SERVER, limits, inflater, this);
			this.limits = limits;
			this.room = room;
		}

		List<String> reads(byte[] input, int... ends) throws ProtocolException {
			int start = 0;
			for (int end : ends) {
				receive(ByteBuffer.wrap(Arrays.copyOfRange(input, start, end)));
				start = end;
			}
			this.reader.release();
			return this.events;
		}

		void receive(ByteBuffer data) throws ProtocolException {
			do {
				this.reader.receive(data);
				if (this.tank != null) {
					this.tank.waiting = 0;
				}
				if (this.reader.isStuck()) {
					// what is read next overwrites what was read before
					byte[] rest = new byte[data.remaining()];
					data.get(data.position(), rest);
					Arrays.fill(data.array(), (byte) 0xEE);
					data.put(data.position(), rest);
				}
			}
			while (data.hasRemaining() || this.reader.isStuck());
		}

		@Override
		public StreamTarget onStream(boolean text, long most) {
			this.tank = new Tank(text, most);
			this.told++;
			if (this.endsWhenTold) {
				this.reader.release();
			}
			return this.tank;
		}

		@Override
		public boolean onMessage(WsMessage message) {
			boolean wanted = this.limits.maxStream(message.isText() ? Opcode.TEXT : Opcode.BINARY) > 0;
			this.whole += wanted ? 1 : 0;
			this.events.add((!wanted ? "whole " : message.isText() ? "text " : "binary ") + new String(message.bytes(),
					message.isText() ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1));
			return true;
		}

		@Override
		public void onPing(byte[] payload) {
			this.events.add("ping " + new String(payload, StandardCharsets.ISO_8859_1));
		}

		@Override
		public void onPong(byte[] payload) {
			this.events.add("pong " + new String(payload, StandardCharsets.ISO_8859_1));
		}

		@Override
		public void onClose(CloseStatus status, boolean followed) {
			this.events.add("close " + status.code());
		}

		/** Has room for so many bytes. */
		private final class Tank implements StreamTarget {

			private final boolean text;

			private final long most;

			private final ByteArrayOutputStream content = new ByteArrayOutputStream();

			private int waiting;

			Tank(boolean text, long most) {
				this.text = text;
				this.most = most;
			}

			@Override
			public int room() {
				return Reader.this.room - this.waiting;
			}

			@Override
			public boolean write(ByteBuffer data, int offset, int length) {
				assertThat(length).isBetween(1, room());
				byte[] piece = new byte[length];
				data.get(offset, piece);
				this.content.writeBytes(piece);
				this.waiting += length;
				return true;
			}

			@Override
			public void awaitRoom() {
				if (Reader.this.drains) {
					this.waiting = 0;
				}
			}

			@Override
			public boolean end() {
				if (Reader.this.drains) {
					assertThat((long) this.content.size()).isLessThanOrEqualTo(this.most);
				}
				Reader.this.events.add((this.text ? "text " : "binary ")
						+ this.content.toString(this.text ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1));
				return true;
			}

			@Override
			public void abort() {
				Reader.this.events.add("abort");
			}

		}

	}

}
