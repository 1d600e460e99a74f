/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.handshake;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class AuthorityTest {

	@ParameterizedTest
	@CsvSource({ "example.com, example.com, -1", "example.com:, example.com, -1", "Example.COM:80, Example.COM, 80",
			"a:0, a, 0", "a:65535, a, 65535", "[::1], [::1], -1", "[::1]:, [::1], -1", "[::1]:8090, [::1], 8090" })
	void parses(String text, String host, int port) {
		assertThat(Authority.parse(text)).isEqualTo(new Authority(host, port));
	}

	@Test
	void agreesWithTheJdkOnIpv6Addresses() {
		// Brackets keep the JDK from asking a name server. Groups never touch, since it
		// takes
		// longer ones with leading zeros; it takes zones, too.
		Random random = new Random(3986);
		String[] groups = { "1", "ab", "FFFF", "0", "12345", "g", "192.0.2.1", "256.1.1.1", "1.1.1", "" };
		String[] separators = { "::", ".", ":::" };
		int valid = 0;
		for (int round = 0; round < 20_000; round++) {
			StringBuilder text = new StringBuilder();
			for (int length = random.nextInt(10); length >= 0; length--) {
				// Mostly the good ones, so that many addresses are valid.
				text.append(groups[random.nextInt((random.nextInt(6) > 0) ? 4 : groups.length)]);
				if (length > 0 || random.nextInt(6) == 0) {
					text.append((random.nextInt(6) > 0) ? ":" : separators[random.nextInt(separators.length)]);
				}
			}
			boolean expected = isIpv6(text.toString());
			assertThat(Authority.parse("[" + text + "]") != null).as(text.toString()).isEqualTo(expected);
			valid += expected ? 1 : 0;
		}
		assertThat(valid).isGreaterThan(1000);
	}

	private static boolean isIpv6(String text) {
		try {
			return InetAddress.getByName("[" + text + "]") != null;
		}
		catch (UnknownHostException ex) {
			return false;
		}
	}

}
