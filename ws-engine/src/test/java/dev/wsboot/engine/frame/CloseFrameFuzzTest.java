/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.frame;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.wsboot.engine.CloseStatus;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Payloads of Close frames: those that RFC 6455 7.4 and 5.5.1 allow are read, and written
 * again as they were; all others fail with the right code.
 */
class CloseFrameFuzzTest {

	private static final int MAX_CONTROL_PAYLOAD = 125;

	static Stream<Named<byte[]>> payloads() {
		return Stream
			.of("", "03", "03 E8", "03 E7", "03 ED", "03 EE", "03 F7", "03 F8", "0B B7", "0B B8", "13 87", "13 88",
					"FF FF", "03 E8 \"bye\"", "03 F2 \"½∑𝄞\"", "03 E8 C3", "03 E8 ED A0 80", "03 E8 F4 90 80 80",
					"03 E8 \"a\"*123", "00 00 C3")
			.map((notation) -> Named.of('[' + notation + ']', FrameNotation.bytes(notation)));
	}

	@MethodSource("payloads")
	@FuzzTest(maxDuration = "")
	void decodingAndEncodingGivesTheSame(byte[] data) {
		byte[] payload = Arrays.copyOf(data, Math.min(data.length, MAX_CONTROL_PAYLOAD));
		int expected = failCode(payload);
		try {
			CloseStatus status = CloseFrame.decode(payload);
			assertThat(expected).as("fail code").isZero();
			assertThat(status.code())
				.isEqualTo((payload.length == 0) ? 1005 : ((payload[0] & 0xFF) << 8) | (payload[1] & 0xFF));
			assertThat(CloseFrame.encode(status)).isEqualTo(payload);
		}
		catch (ProtocolException ex) {
			assertThat(ex.status().code()).isEqualTo(expected);
		}
	}

	private static int failCode(byte[] payload) {
		if (payload.length == 0) {
			return 0;
		}
		int code = (payload.length == 1) ? 0 : ((payload[0] & 0xFF) << 8) | (payload[1] & 0xFF);
		boolean registered = code >= 1000 && code <= 1014 && (code < 1004 || code > 1006);
		if (!registered && (code < 3000 || code > 4999)) {
			return 1002;
		}
		try {
			StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(payload, 2, payload.length - 2));
			return 0;
		}
		catch (CharacterCodingException ex) {
			return 1007;
		}
	}

}
