/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine;

import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class CloseCodeTest {

	@Test
	void isTotal() {
		for (int code = -10; code <= 70_000; code++) {
			CloseCode kind = CloseCode.of(code);
			List<CloseCode> named = namedBy(code);
			if (code > 0 && !named.isEmpty()) {
				assertThat(kind).isEqualTo(named.get(0));
			}
			else if (code < 1000 || code >= 5000) {
				assertThat(kind).isEqualTo(CloseCode.INVALID);
			}
			else if (code < 3000) {
				assertThat(kind).isEqualTo(CloseCode.UNASSIGNED);
			}
			else {
				assertThat(kind).isEqualTo((code < 4000) ? CloseCode.REGISTERED : CloseCode.APPLICATION);
			}
		}
		assertThat(CloseCode.of(Integer.MIN_VALUE)).isEqualTo(CloseCode.INVALID);
		assertThat(CloseCode.of(Integer.MAX_VALUE)).isEqualTo(CloseCode.INVALID);
	}

	@ParameterizedTest
	@CsvSource({ "999, false", "1000, true", "1003, true", "1004, false", "1005, false", "1006, false", "1007, true",
			"1014, true", "1015, false", "1016, false", "2999, false", "3000, true", "3999, true", "4000, true",
			"4999, true", "5000, false", "0, false", "-1, false", "65535, false" })
	void knowsWhatMayBeSent(int code, boolean sendable) {
		assertThat(CloseCode.of(code).isSendable()).isEqualTo(sendable);
	}

	@ParameterizedTest
	@CsvSource({ "NORMAL, 1000", "GOING_AWAY, 1001", "PROTOCOL_ERROR, 1002", "UNSUPPORTED_DATA, 1003",
			"NO_STATUS, 1005", "ABNORMAL, 1006", "INVALID_PAYLOAD, 1007", "POLICY_VIOLATION, 1008",
			"MESSAGE_TOO_BIG, 1009", "MANDATORY_EXTENSION, 1010", "INTERNAL_ERROR, 1011", "SERVICE_RESTART, 1012",
			"TRY_AGAIN_LATER, 1013", "BAD_GATEWAY, 1014", "TLS_HANDSHAKE, 1015" })
	void namesTheCodesOfTheRegistry(CloseCode kind, int code) {
		assertThat(kind.value()).isEqualTo(code);
		assertThat(CloseCode.of(code)).isEqualTo(kind);
	}

	private static List<CloseCode> namedBy(int code) {
		return Arrays.stream(CloseCode.values()).filter((kind) -> kind.value() == code).toList();
	}

}
