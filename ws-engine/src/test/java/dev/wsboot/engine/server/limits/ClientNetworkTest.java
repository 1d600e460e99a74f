/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.limits;

import java.net.Inet6Address;
import java.net.InetAddress;

import dev.wsboot.engine.handshake.IpLiteral;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ClientNetworkTest {

	@ParameterizedTest
	@CsvSource({ "192.0.2.1, 192.0.2.1", "2001:db8:1:2:3:4:5:6, 2001:db8:1:2::", "2001:db8:1:2::, 2001:db8:1:2::",
			"::1, ::", "fe80::1:2:3:4, fe80::1:2:3:4", "::ffff:192.0.2.1, 192.0.2.1", "64:ff9b::c000:201, 192.0.2.1" })
	void ofAnAddress(String address, String network) {
		assertThat(ClientNetwork.of(IpLiteral.parse(address))).isEqualTo(IpLiteral.parse(network));
	}

	@ParameterizedTest
	@CsvSource({ "2001:db8:1:2::, 2001:db8:1::", "2001:db8:1:3::, 2001:db8:1::", "192.0.2.1,", "fe80::1:2:3:4," })
	void siteOfANetwork(String network, String site) {
		assertThat(ClientNetwork.siteOf(IpLiteral.parse(network)))
			.isEqualTo((site != null) ? IpLiteral.parse(site) : null);
	}

	@Test
	void aScopeIsNoDifference() throws Exception {
		byte[] bytes = InetAddress.getByName("2001:db8::1").getAddress();
		assertThat(ClientNetwork.of(Inet6Address.getByAddress(null, bytes, 1)))
			.isEqualTo(ClientNetwork.of(Inet6Address.getByAddress(null, bytes, 2)));
	}

}
