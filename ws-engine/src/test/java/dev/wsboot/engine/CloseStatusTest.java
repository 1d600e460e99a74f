/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

class CloseStatusTest {

	@ParameterizedTest
	@ValueSource(ints = { Integer.MIN_VALUE, -1, 0, 999, 5000, 65536 + 1000, Integer.MAX_VALUE })
	void refusesCodesThatAreNone(int code) {
		assertThatIllegalArgumentException().isThrownBy(() -> CloseStatus.of(code))
			.withMessageContaining(String.valueOf(code));
	}

	@ParameterizedTest
	@ValueSource(ints = { 1000, 1004, 1005, 1006, 1015, 2999, 3000, 4999 })
	void holdsCodesThatMayBeSeen(int code) {
		assertThat(CloseStatus.of(code).code()).isEqualTo(code);
	}

	@Test
	void refusesARangeAsACode() {
		for (CloseCode range : new CloseCode[] { CloseCode.UNASSIGNED, CloseCode.REGISTERED, CloseCode.APPLICATION,
				CloseCode.INVALID }) {
			assertThatIllegalArgumentException().isThrownBy(() -> CloseStatus.of(range));
		}
	}

	/** RFC 6455 5.5: 125 bytes, two of them the code. */
	@Test
	void measuresReasonsInBytes() {
		assertThat(CloseStatus.NORMAL.withReason("x".repeat(123)).reason()).hasSize(123);
		assertThat(CloseStatus.NORMAL.withReason("½".repeat(61) + "x").reason()).hasSize(62);
		for (String tooLong : new String[] { "x".repeat(124), "½".repeat(62), "𝄞".repeat(31),
				"x".repeat(1_000_000) }) {
			assertThatIllegalArgumentException().isThrownBy(() -> CloseStatus.NORMAL.withReason(tooLong));
		}
		assertThatNullPointerException().isThrownBy(() -> CloseStatus.NORMAL.withReason(null));
	}

	@Test
	void aReasonCanBeGivenWithTheCode() {
		assertThat(CloseStatus.of(CloseCode.POLICY_VIOLATION, "no")).isEqualTo(new CloseStatus(1008, "no"));
		assertThat(CloseStatus.of(4001, "kicked")).isEqualTo(new CloseStatus(4001, "kicked"));
		assertThatIllegalArgumentException().isThrownBy(() -> CloseStatus.of(4001, "x".repeat(124)));
		assertThatIllegalArgumentException().isThrownBy(() -> CloseStatus.of(999, "no"));
	}

}
