/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.frame;

import dev.wsboot.engine.CloseCode;
import dev.wsboot.engine.CloseStatus;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class CloseFrameTest {

	@Test
	void encodesCodeAndReason() {
		assertThat(CloseFrame.encode(new CloseStatus(1000, ""))).isEqualTo(FrameNotation.bytes("03E8"));
		assertThat(CloseFrame.encode(new CloseStatus(4999, "Ende ½")))
			.isEqualTo(FrameNotation.bytes("1387 \"Ende \" C2BD"));
		assertThat(CloseFrame.encode(CloseStatus.NORMAL.withReason("x".repeat(123)))).hasSize(125);
	}

	@Test
	void encodesNoStatusAsNothing() {
		assertThat(CloseFrame.encode(CloseStatus.NO_STATUS)).isEmpty();
	}

	@Test
	void decodesNothingAsNoStatus() throws ProtocolException {
		assertThat(CloseFrame.decode(new byte[0])).isEqualTo(CloseStatus.NO_STATUS);
	}

	@Test
	void decodesWhatMayBeSentOfAllCodes() throws ProtocolException {
		for (int code = 0; code <= 0xFFFF; code++) {
			byte[] payload = { (byte) (code >>> 8), (byte) code, 'w', 'h', 'y' };
			boolean sendable = (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014)
					|| (code >= 3000 && code <= 4999);
			if (sendable) {
				CloseStatus status = CloseFrame.decode(payload);
				assertThat(status).isEqualTo(new CloseStatus(code, "why"));
				assertThat(CloseFrame.encode(status)).isEqualTo(payload);
			}
			else {
				assertFails(payload, CloseCode.PROTOCOL_ERROR);
			}
		}
	}

	@Test
	void refusesHalfACode() {
		assertFails(new byte[] { 3 }, CloseCode.PROTOCOL_ERROR);
	}

	@Test
	void refusesAReasonThatIsNoUtf8() {
		assertFails(FrameNotation.bytes("03E8 \"a\" FF"), CloseCode.INVALID_PAYLOAD);
		assertFails(FrameNotation.bytes("03E8 \"a\" C3"), CloseCode.INVALID_PAYLOAD);
	}

	@Test
	void takesTheLongestReason() throws ProtocolException {
		String reason = "½".repeat(61) + "!";
		assertThat(CloseFrame.decode(FrameNotation.bytes("03E8 \"" + reason + '"')).reason()).isEqualTo(reason);
	}

	private static void assertFails(byte[] payload, CloseCode code) {
		assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> CloseFrame.decode(payload))
			.satisfies((ex) -> assertThat(ex.status().kind()).isEqualTo(code));
	}

}
