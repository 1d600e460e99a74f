/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.protocol;

import org.junit.jupiter.api.Test;

/**
 * What a reader says, and when, to a peer that sends piece by piece.
 */
class ProtocolReaderTest {

	@Test
	void tellsAMessageWhenItsLastByteIsThere() {
		Dialogue.withAClient()
			.sends("81")
			.nothingMore()
			.sends("85")
			.nothingMore()
			.sends("01020304")
			.nothingMore()
			.sends("49 67 6F 68")
			.nothingMore()
			.sends("6E")
			.receives("text \"Hello\"")
			.nothingMore();
	}

	@Test
	void handlesControlFramesBetweenFragmentsAtOnce() {
		Dialogue.withAClient()
			.sends("01 83 m \"Hel\"")
			.nothingMore()
			.sends("89 84 m \"ping\"")
			.receives("ping \"ping\"")
			.sends("8A 80 m")
			.receives("pong")
			.sends("80 82 m \"lo\"")
			.receives("text \"Hello\"")
			.nothingMore();
	}

	@Test
	void tellsWhatWasWholeBeforeAViolation() {
		Dialogue.withAClient()
			.sends("81 83 m \"one\", 89 80 m, 82 82 m 02 03, 83")
			.receives("text \"one\"")
			.receives("ping")
			.receives("binary 02 03")
			.failsWith(1002);
	}

	@Test
	void refusesBadTextBeforeItsFrameIsWhole() {
		Dialogue.withAClient().sends("81 FF 0000000000100000 m \"fine\"").nothingMore().sends("FF*2").failsWith(1007);
	}

	@Test
	void refusesBadTextInAFragmentThatIsNotTheLast() {
		Dialogue.withAClient().sends("01 83 m \"ab\" E2").nothingMore().sends("00 81 m \"c\"").failsWith(1007);
	}

	@Test
	void waitsForTheRestOfACodePointUntilTheMessageEnds() {
		Dialogue.withAClient()
			.sends("01 83 m \"ab\" E2")
			.nothingMore()
			.sends("00 80 m")
			.nothingMore()
			.sends("80 80 m")
			.failsWith(1007);
	}

	@Test
	void refusesALengthOverTheLimitBeforeAnyPayload() {
		Dialogue.withAClient(16, 32, 4).sends("82").nothingMore().sends("91").failsWith(1009);
		Dialogue.withAClient(16, 32, 4).sends("82 FE 10").nothingMore().sends("00").failsWith(1009);
	}

	@Test
	void refusesAReservedOpcodeBeforeItsLength() {
		Dialogue.withAClient().sends("83").failsWith(1002);
	}

	@Test
	void refusesAFrameWithoutMaskBeforeItsPayload() {
		Dialogue.withAClient().sends("81").nothingMore().sends("05").failsWith(1002);
	}

	@Test
	void refusesAMaskedFrameFromAServer() {
		Dialogue.withAServer().sends("81 02 \"hi\"").receives("text \"hi\"").sends("81 82").failsWith(1002);
	}

	@Test
	void ignoresAllBehindAClose() {
		Dialogue.withAClient()
			.sends("88 82 m 03E9, 81 81 m \"a\"")
			.receives("close 1001")
			.nothingMore()
			.sends("83 FF*20")
			.nothingMore();
	}

	@Test
	void doesNotTellAMessageThatACloseInterrupts() {
		Dialogue.withAClient()
			.sends("01 83 m \"not\"")
			.sends("88 80 m")
			.receives("close")
			.sends("80 83 m \"yet\"")
			.nothingMore();
	}

	@Test
	void pausesBehindAMessageAndLosesNothing() {
		Dialogue.withAClient()
			.pausing()
			.sends("81 83 m \"one\", 89 80 m, 81 83 m \"two\", 88 80 m")
			.receives("text \"one\"")
			.nothingMore()
			.resumes()
			.receives("ping")
			.receives("text \"two\"")
			.nothingMore()
			.resumes()
			.receives("close")
			.nothingMore();
	}

	@Test
	void doesNotLookBehindAPause() {
		Dialogue.withAClient()
			.pausing()
			.sends("81 83 m \"one\", 83")
			.receives("text \"one\"")
			.nothingMore()
			.resumes()
			.failsWith(1002);
	}

	@Test
	void countsFragmentsAndBytesAnewForEachMessage() {
		Dialogue dialogue = Dialogue.withAClient(4, 8, 2);
		for (int i = 0; i < 100; i++) {
			dialogue.sends("01 84 m \"four\", 80 84 m \"more\"").receives("text \"fourmore\"").nothingMore();
		}
		dialogue.sends("01 80 m, 00 80 m").nothingMore().sends("80 80 m").failsWith(1008);
	}

}
