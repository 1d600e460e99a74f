/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.frame;

import java.util.EnumSet;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OpcodeTest {

	@Test
	void isTotal() {
		Set<Opcode> seen = EnumSet.noneOf(Opcode.class);
		for (int firstByte = -128; firstByte < 256; firstByte++) {
			Opcode opcode = Opcode.of(firstByte);
			assertThat(opcode.bits()).isEqualTo(firstByte & 0x0F);
			seen.add(opcode);
		}
		assertThat(seen).hasSize(16).containsExactly(Opcode.values());
	}

	@Test
	void knowsSixAndReservesTheOthers() {
		// RFC 6455 11.8
		assertThat(Opcode.of(0)).isEqualTo(Opcode.CONTINUATION);
		assertThat(Opcode.of(1)).isEqualTo(Opcode.TEXT);
		assertThat(Opcode.of(2)).isEqualTo(Opcode.BINARY);
		assertThat(Opcode.of(8)).isEqualTo(Opcode.CLOSE);
		assertThat(Opcode.of(9)).isEqualTo(Opcode.PING);
		assertThat(Opcode.of(10)).isEqualTo(Opcode.PONG);
		for (int bits = 0; bits < 16; bits++) {
			assertThat(Opcode.of(bits).isReserved()).as("opcode %d", bits)
				.isEqualTo(!Set.of(0, 1, 2, 8, 9, 10).contains(bits));
			assertThat(Opcode.of(bits).isControl()).as("opcode %d", bits).isEqualTo(bits >= 8);
		}
	}

}
