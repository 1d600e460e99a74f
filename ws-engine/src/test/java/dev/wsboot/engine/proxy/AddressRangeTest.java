/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.proxy;

import java.net.InetAddress;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class AddressRangeTest {

	@ParameterizedTest
	@CsvSource({ "10.0.0.0/8, 10.255.1.2, true", "10.0.0.0/8, 11.0.0.0, false", "10.1.2.3, 10.1.2.3, true",
			"10.1.2.3, 10.1.2.4, false", "0.0.0.0/0, 203.0.113.9, true", "192.168.4.0/22, 192.168.7.255, true",
			"192.168.4.0/22, 192.168.8.0, false", "10.1.2.3/31, 10.1.2.2, true", "10.1.2.3/32, 10.1.2.2, false",
			"fd00::/8, fdff::1, true", "fd00::/8, fc00::1, false", "2001:db8::/33, 2001:db8:7fff::1, true",
			"2001:db8::/33, 2001:db8:8000::1, false", "::1, ::1, true", "::/0, 2001:db8::1, true",
			"::/0, 10.0.0.1, false", "0.0.0.0/0, ::1, false", "::ffff:10.0.0.0/8, 10.1.1.1, true" })
	void containsAddressesWithItsFirstBits(String range, String address, boolean contained) throws Exception {
		AddressRange parsed = AddressRange.parse(range);
		assertThat(parsed).isNotNull();
		assertThat(parsed.contains(InetAddress.getByName(address))).isEqualTo(contained);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "localhost", "example.com", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "10.0.0.0/8/8",
			"10.0.0/8", "010.0.0.0/8", "10.0.0.0/08", "fd00::/129", "[::1]", "fe80::1%eth0", "*", "1", "10.0.0.0 /8" })
	void othersAreNone(String text) {
		assertThat(AddressRange.parse(text)).isNull();
	}

}
