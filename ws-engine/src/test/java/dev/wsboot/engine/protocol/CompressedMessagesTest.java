/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.protocol;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.zip.Inflater;

import dev.wsboot.engine.compression.MessageInflater;
import dev.wsboot.engine.compression.ZipPool;
import dev.wsboot.engine.protocol.Reading.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a reader makes of a peer that may compress (RFC 7692 6 and 7.2.2).
 */
class CompressedMessagesTest {

	private static final int MAX = 1000;

	private static final String HELLO = "F248CDC9C90700";

	private final ZipPool<Inflater> pool = ZipPool.ofInflaters(0);

	@AfterEach
	void nothingIsLent() {
		assertThat(this.pool.alive()).isZero();
	}

	/** Whatever is not compressed is read as ever. */
	static List<FrameVector> vectors() {
		return FrameVector.all().stream().filter((vector) -> !vector.name().contains("RSV1")).toList();
	}

	@ParameterizedTest
	@MethodSource("vectors")
	void messagesThatAreNotCompressed(FrameVector vector) {
		byte[] input = vector.bytes();
		Outcome outcome = Reading.inPieces(vector.role(), vector.limits(), inflater(MAX), input,
				Reading.eachByte(input));
		assertThat(outcome).isEqualTo(new Outcome(vector.events(), vector.failCode(), vector.violation(),
				(vector.failCode() != 0) ? vector.failAt() : input.length));
		Random random = new Random(1);
		Outcome pieces = Reading.inPieces(vector.role(), vector.limits(), inflater(MAX), input,
				Reading.randomEnds(random, input.length, 5));
		assertThat(pieces.events()).isEqualTo(vector.events());
		assertThat(pieces.failCode()).isEqualTo(vector.failCode());
	}

	@Test
	void inOneFrame() {
		fresh().sends("C1 87 m " + HELLO)
			.receives("text \"Hello\"")
			.sends("C2 87 m " + HELLO)
			.receives("binary \"Hello\"")
			.sends("81 85 m \"Hello\"")
			.receives("text \"Hello\"")
			.nothingMore();
	}

	@Test
	void inFragmentsWithControlFramesBetween() {
		fresh().sends("41 83 m F248CD")
			.nothingMore()
			.sends("89 84 m \"ping\"")
			.receives("ping \"ping\"")
			.sends("00 80 m")
			.nothingMore()
			.sends("8A 80 m")
			.receives("pong")
			.sends("80 84 m C9C90700")
			.receives("text \"Hello\"")
			.nothingMore();
	}

	@Test
	void onlyTheFirstFrameOfAMessageSaysThatItIsCompressed() {
		Dialogue dialogue = fresh().sends("41 83 m F248CD").nothingMore();
		dialogue.sends("C0").failsWith(1002);
		dialogue.ends();
	}

	@Test
	void aMessageThatIsNotCompressedEndsWhatTheOneBeforeItWasAllowed() {
		// a compressed one may be a little larger
		fresh().sends("C1 87 m " + HELLO)
			.receives("text \"Hello\"")
			.sends("81 82 m \"no\"")
			.receives("text \"no\"")
			.sends("80 FE 03F0")
			.failsWith(1009);
	}

	@Test
	void controlFramesAreNeverCompressed() {
		fresh().sends("C9").failsWith(1002);
		fresh().sends("CA").failsWith(1002);
		fresh().sends("C8").failsWith(1002);
	}

	@Test
	void otherReservedBitsAreNotAgreed() {
		fresh().sends("E1").failsWith(1002);
		fresh().sends("D1").failsWith(1002);
	}

	@Test
	void aMessageThatIsNotCompressedKeepsTheContext() {
		kept().sends("C1 87 m " + HELLO)
			.receives("text \"Hello\"")
			.sends("81 82 m \"no\"")
			.receives("text \"no\"")
			.sends("01 82 m \"no\", 80 82 m \"ne\"")
			.receives("text \"none\"")
			.sends("C1 85 m F200110000")
			.receives("text \"Hello\"")
			.ends();
	}

	@Test
	void emptyMessages() {
		fresh().sends("C1 80 m").receives("text").sends("C1 81 m 00").receives("text").nothingMore();
		fresh().sends("41 80 m, 00 80 m, 80 80 m").receives("text").nothingMore();
		fresh().sends("42 80 m, 80 81 m 00").receives("binary").nothingMore();
	}

	@Test
	void aBlockThatIsTheLastIsNotTheLastMessage() {
		fresh().sends("C1 88 m F348CDC9C9070000")
			.receives("text \"Hello\"")
			.sends("C1 87 m " + HELLO)
			.receives("text \"Hello\"")
			.nothingMore();
	}

	@Test
	void pausesBehindAMessage() {
		fresh().pausing()
			.sends("C1 87 m " + HELLO + ", C1 87 m " + HELLO)
			.receives("text \"Hello\"")
			.nothingMore()
			.resumes()
			.receives("text \"Hello\"")
			.nothingMore();
	}

	@Test
	void failsAtTheFirstByteOverTheLimit() {
		// five bytes are legal, and the sixth is seen before its frame is whole
		Dialogue.withAClient(inflater(5), 5).sends("C1 87 m " + HELLO).receives("text \"Hello\"").nothingMore();
		Dialogue dialogue = Dialogue.withAClient(inflater(4), 4).sends("C1 8F m F248CDC9C9").nothingMore();
		dialogue.sends("0700");
		dialogue.failsWith(1009);
		dialogue.ends();
	}

	@Test
	void whatOnlyBecameLargerIsWithinTheLimit() {
		// a block that is stored: five bytes more than the message
		Dialogue.withAClient(inflater(5), 5)
			.sends("C2 8B m 00 0500 FAFF \"Hello\" 00")
			.receives("binary \"Hello\"")
			.nothingMore();
	}

	@Test
	void whatInflatesToNothingHasALimit() {
		Dialogue dialogue = Dialogue.withAClient(inflater(5), 5);
		for (int i = 0; i < 2; i++) {
			dialogue.sends(((i == 0) ? "42" : "00") + " A8 m (00 0000 FFFF)*8").nothingMore();
		}
		dialogue.sends("00 A8 m").failsWith(1009);
		dialogue.ends();
	}

	@Test
	void failsBeforeTheEndOfAMessageThatIsNoDeflate() {
		Dialogue dialogue = fresh().sends("C2 FE 03E8 m 00 0500").nothingMore();
		dialogue.sends("05").nothingMore().sends("00").failsWith(1007);
		dialogue.ends();
	}

	@Test
	void failsBeforeTheEndOfAMessageThatIsNoText() {
		Dialogue dialogue = fresh().sends("C1 FE 03E8 m 00 0500 FAFF \"He\" E2").nothingMore();
		dialogue.sends("28").failsWith(1007);
		dialogue.ends();
	}

	@Test
	void failsAtTheEndOfAMessageThatEndsTooEarly() {
		Dialogue dialogue = fresh();
		dialogue.sends("C1 83 m F248CD").failsWith(1007);
		dialogue.ends();
	}

	@Test
	void characterSplitOverFragments() {
		fresh().sends("41 86 m 00 0100 FEFF E2, 80 88 m 00 0200 FDFF 82AC 00").receives("text E282AC").nothingMore();
	}

	@Test
	void aConnectionThatEndsInsideAMessageGivesTheInflaterBack() {
		Dialogue dialogue = fresh().sends("C1 87 m F248CD").nothingMore();
		assertThat(this.pool.alive()).isOne();
		dialogue.ends();
	}

	@Test
	void nothingIsReadBehindTheEnd() {
		Dialogue dialogue = fresh().sends("C1 87 m F248CD").nothingMore();
		dialogue.ends();
		dialogue.sends("C9C90700, C1 87 m " + HELLO).nothingMore();
	}

	private Dialogue fresh() {
		return Dialogue.withAClient(inflater(MAX), MAX);
	}

	private Dialogue kept() {
		return Dialogue.withAClient(MessageInflater.withTakeover(MAX, ByteBuffer.allocateDirect(7)), MAX);
	}

	private MessageInflater inflater(int max) {
		return MessageInflater.withoutTakeover(max, ByteBuffer.allocate(3), this.pool);
	}

}
