/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.frame;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;

import dev.wsboot.engine.CloseCode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares the validator with the JDK's decoder, and its first bad byte with what the
 * encodings of all code points begin with.
 */
@Tag("long")
class Utf8ValidatorTest {

	/** For each length, the sequences that some code point's encoding begins with. */
	private static final BitSet[] BEGINNINGS = { new BitSet(), new BitSet(1 << 8), new BitSet(1 << 16),
			new BitSet(1 << 24) };

	/** For each length, the sequences that are some code point's encoding. */
	private static final BitSet[] WHOLE = { new BitSet(), new BitSet(1 << 8), new BitSet(1 << 16),
			new BitSet(1 << 24) };

	static {
		for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
			if (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE) {
				byte[] bytes = Character.toString(codePoint).getBytes(StandardCharsets.UTF_8);
				for (int length = 1; length < bytes.length; length++) {
					BEGINNINGS[length].set(number(bytes, length));
				}
				if (bytes.length < 4) {
					WHOLE[bytes.length].set(number(bytes, bytes.length));
				}
			}
		}
	}

	private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder()
		.onMalformedInput(CodingErrorAction.REPORT)
		.onUnmappableCharacter(CodingErrorAction.REPORT);

	private final CharBuffer chars = CharBuffer.allocate(64);

	@Test
	void agreesWithTheDecoderAboutAllOneByteSequences() {
		agreesWithTheDecoderAboutAllSequencesOf(1);
	}

	@Test
	void agreesWithTheDecoderAboutAllTwoByteSequences() {
		agreesWithTheDecoderAboutAllSequencesOf(2);
	}

	@Test
	void agreesWithTheDecoderAboutAllThreeByteSequences() {
		agreesWithTheDecoderAboutAllSequencesOf(3);
	}

	/**
	 * Those whose first three bytes may begin a code point; of all others, the test above
	 * has shown that they fail earlier.
	 */
	@Test
	void agreesWithTheDecoderAboutFourByteSequences() {
		byte[] bytes = new byte[4];
		for (int first = BEGINNINGS[3].nextSetBit(0); first >= 0; first = BEGINNINGS[3].nextSetBit(first + 1)) {
			for (int last = 0; last < 256; last++) {
				write(first, bytes, 3);
				bytes[3] = (byte) last;
				agreesWithTheDecoder(bytes);
			}
		}
	}

	@Test
	void findsTheFirstBadByteOfAllSequences() {
		for (int length = 1; length <= 3; length++) {
			byte[] bytes = new byte[length];
			for (int number = 0; number < 1 << (8 * length); number++) {
				write(number, bytes, length);
				int expected = firstBadByte(bytes);
				int actual = acceptedBytes(bytes);
				if (actual != expected) {
					throw new AssertionError("Fails behind " + actual + " bytes instead of " + expected + " of "
							+ Arrays.toString(bytes));
				}
			}
		}
	}

	/** The eight bytes at a time must not step over anything. */
	@Test
	void findsTheFirstBadByteAnywhereAmongAscii() {
		byte[][] bads = { { (byte) 0x80 }, { (byte) 0xC0 }, { (byte) 0xFF }, { (byte) 0xC3, 'x' },
				{ (byte) 0xE2, (byte) 0x88, 'x' }, { (byte) 0xED, (byte) 0xA0 },
				{ (byte) 0xF0, (byte) 0x9F, (byte) 0x9A, 'x' } };
		for (byte[] bad : bads) {
			for (int before = 0; before <= 40; before++) {
				for (int start = 0; start < 8; start++) {
					byte[] bytes = new byte[start + before + bad.length + 20];
					Arrays.fill(bytes, (byte) 'a');
					System.arraycopy(bad, 0, bytes, start + before, bad.length);
					assertThat(accepts(bytes, start, before + bad.length - 1)).isTrue();
					assertThat(accepts(bytes, start, before + bad.length)).isFalse();
					assertThat(accepts(bytes, start, bytes.length - start)).isFalse();
				}
			}
		}
	}

	@Test
	void takesCodePointsAnywhereAmongAscii() {
		for (String good : new String[] { "½", "∑", "𝄞", "½∑𝄞∑½", "\u0000", "\uFFFE" }) {
			for (int before = 0; before <= 20; before++) {
				byte[] bytes = ("a".repeat(before) + good + "b".repeat(20)).getBytes(StandardCharsets.UTF_8);
				agreesWithTheDecoder(bytes);
				for (int cut = 0; cut <= bytes.length; cut++) {
					assertThat(acceptsAndFinishes(bytes, cut)).isTrue();
				}
			}
		}
	}

	@Test
	void agreesWithTheDecoderAboutRandomBytes() {
		byte[] likely = FrameNotation.bytes("41 7F 80 8F 90 9F A0 BF C2 C3 DF E0 E1 ED EE EF F0 F1 F4 F5 C1 FF");
		for (int seed = 0; seed < 200_000; seed++) {
			Random random = new Random(seed);
			byte[] bytes = new byte[random.nextInt(16)];
			for (int i = 0; i < bytes.length; i++) {
				bytes[i] = likely[random.nextInt(likely.length)];
			}
			agreesWithTheDecoder(bytes);
		}
	}

	@Test
	void isReadyForTheNextTextWhenOneHasEnded() throws ProtocolException {
		Utf8Validator validator = new Utf8Validator();
		byte[] text = "½∑𝄞".getBytes(StandardCharsets.UTF_8);
		for (int i = 0; i < 3; i++) {
			validator.accept(text, 0, text.length);
			validator.finish();
		}
	}

	@Test
	void failsWithInvalidPayload() {
		ProtocolException bad = failure(new byte[] { (byte) 0xFF }, false);
		ProtocolException cutOff = failure(new byte[] { (byte) 0xC3 }, true);
		assertThat(bad.status().kind()).isEqualTo(CloseCode.INVALID_PAYLOAD);
		assertThat(cutOff.status().kind()).isEqualTo(CloseCode.INVALID_PAYLOAD);
	}

	private void agreesWithTheDecoderAboutAllSequencesOf(int length) {
		byte[] bytes = new byte[length];
		for (int number = 0; number < 1 << (8 * length); number++) {
			write(number, bytes, length);
			agreesWithTheDecoder(bytes);
		}
	}

	/** Whole, and cut in two everywhere where the first piece is not bad by itself. */
	private void agreesWithTheDecoder(byte[] bytes) {
		boolean expected = decodes(bytes);
		int cuts = expected ? bytes.length : Math.min(bytes.length, acceptedBytes(bytes) + 1);
		for (int cut = 0; cut < Math.max(1, cuts); cut++) {
			if (acceptsAndFinishes(bytes, cut) != expected) {
				throw new AssertionError(
						(expected ? "Refuses " : "Takes ") + Arrays.toString(bytes) + " cut at " + cut);
			}
		}
	}

	private boolean decodes(byte[] bytes) {
		this.chars.clear();
		this.decoder.reset();
		return this.decoder.decode(ByteBuffer.wrap(bytes), this.chars, true).isUnderflow()
				&& this.decoder.flush(this.chars).isUnderflow();
	}

	private static boolean acceptsAndFinishes(byte[] bytes, int cut) {
		try {
			Utf8Validator validator = new Utf8Validator();
			validator.accept(bytes, 0, cut);
			validator.accept(bytes, cut, bytes.length - cut);
			validator.finish();
			return true;
		}
		catch (ProtocolException ex) {
			return false;
		}
	}

	private static boolean accepts(byte[] bytes, int offset, int length) {
		try {
			new Utf8Validator().accept(bytes, offset, length);
			return true;
		}
		catch (ProtocolException ex) {
			return false;
		}
	}

	/** Returns the number of bytes accepted one by one. */
	private static int acceptedBytes(byte[] bytes) {
		Utf8Validator validator = new Utf8Validator();
		for (int i = 0; i < bytes.length; i++) {
			try {
				validator.accept(bytes, i, 1);
			}
			catch (ProtocolException ex) {
				return i;
			}
		}
		return bytes.length;
	}

	/** The first byte after which no code point is left, or the length. */
	private static int firstBadByte(byte[] bytes) {
		int start = 0;
		for (int end = 1; end <= bytes.length; end++) {
			byte[] sequence = Arrays.copyOfRange(bytes, start, end);
			int number = number(sequence, sequence.length);
			if (WHOLE[sequence.length].get(number)) {
				start = end;
			}
			else if (!BEGINNINGS[sequence.length].get(number)) {
				return end - 1;
			}
		}
		return bytes.length;
	}

	private static ProtocolException failure(byte[] bytes, boolean finish) {
		Utf8Validator validator = new Utf8Validator();
		try {
			validator.accept(bytes, 0, bytes.length);
			if (finish) {
				validator.finish();
			}
		}
		catch (ProtocolException ex) {
			return ex;
		}
		throw new AssertionError("Nothing failed");
	}

	private static int number(byte[] bytes, int length) {
		int number = 0;
		for (int i = 0; i < length; i++) {
			number = (number << 8) | (bytes[i] & 0xFF);
		}
		return number;
	}

	private static void write(int number, byte[] target, int length) {
		for (int i = 0; i < length; i++) {
			target[i] = (byte) (number >>> (8 * (length - 1 - i)));
		}
	}

}
