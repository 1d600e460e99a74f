/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.limits;

import java.net.InetAddress;

import dev.wsboot.engine.handshake.IpLiteral;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AdmissionTest {

	private static final int ANY = 1000;

	private static InetAddress address(String text) {
		return IpLiteral.parse(text);
	}

	private static InetAddress numbered(int number) {
		return address("192.0.2." + number);
	}

	@Test
	void connectionsRefusedForTheirAddressTakeNothingOfTheRate() {
		Admission admission = new Admission(ANY, 1, 5);
		assertThat(admission.enter(numbered(0), 0)).isTrue();
		for (int i = 0; i < 100; i++) {
			assertThat(admission.enter(numbered(0), 0)).as("second connection of an address").isFalse();
		}
		for (int i = 1; i < 5; i++) {
			assertThat(admission.enter(numbered(i), 0)).as("first connection of address %d", i).isTrue();
		}
		assertThat(admission.enter(numbered(5), 0)).as("sixth connection in a second").isFalse();
	}

	@Test
	void connectionsRefusedForTheirNumberTakeNothingOfTheRate() {
		Admission admission = new Admission(1, 0, 2);
		assertThat(admission.enter(numbered(0), 0)).isTrue();
		for (int i = 0; i < 100; i++) {
			assertThat(admission.enter(numbered(1), 0)).as("second connection").isFalse();
		}
		admission.leave(numbered(0));
		assertThat(admission.enter(numbered(2), 0)).as("connection after one has left").isTrue();
	}

	@Test
	void clientsOfProxiesRefusedForTheirAddressGiveBackWhatTheyTook() {
		Admission admission = new Admission(ANY, 1, 2);
		assertThat(admission.enter(null, 0)).isTrue();
		assertThat(admission.enterAddress(numbered(0), 0)).isTrue();
		for (int i = 0; i < 100; i++) {
			assertThat(admission.enter(null, 0)).as("connection of a proxy").isTrue();
			assertThat(admission.enterAddress(numbered(0), 0)).as("second connection of an address").isFalse();
			admission.leave(null);
		}
		assertThat(admission.enter(null, 0)).as("second connection in a second").isTrue();
		assertThat(admission.enter(null, 0)).as("third connection in a second").isFalse();
		assertThat(admission.connections()).isEqualTo(2);
	}

	@Test
	void connectionsRefusedForTheRateAreNotCounted() {
		Admission admission = new Admission(ANY, 1, 1);
		assertThat(admission.enter(numbered(0), 0)).isTrue();
		assertThat(admission.enter(numbered(1), 0)).isFalse();
		assertThat(admission.connections()).isEqualTo(1);
		assertThat(admission.enterAddress(numbered(1), 0)).as("first connection of an address").isTrue();
	}

	@Test
	void theAddressesOfAnIpv6NetworkAreOneClient() {
		Admission admission = new Admission(ANY, 2, 0);
		assertThat(admission.enter(address("2001:db8:0:1::1"), 0)).isTrue();
		assertThat(admission.enter(address("2001:db8:0:1:ffff:ffff:ffff:ffff"), 0)).isTrue();
		assertThat(admission.enter(address("2001:db8:0:1::3"), 0)).as("third address of a /64").isFalse();
		assertThat(admission.enter(address("2001:db8:0:2::1"), 0)).as("address of the next /64").isTrue();
		admission.leave(address("2001:db8:0:1::1"));
		assertThat(admission.enter(address("2001:db8:0:1::3"), 0)).as("after one has left").isTrue();
	}

	@Test
	void aNetworkThatConnectsAgainAndAgainLocksOutNobody() {
		Admission admission = new Admission(ANY, 0, 20);
		int greedy = 0;
		int honest = 0;
		for (int millis = 0; millis < 10_000; millis++) {
			long now = millis * 1_000_000L;
			for (int i = 0; i < 5; i++) {
				if (admission.enter(numbered(0), now)) {
					greedy++;
					admission.leave(numbered(0));
				}
			}
			if (millis % 100 == 99) {
				honest++;
				InetAddress other = numbered(1 + honest % 100);
				assertThat(admission.enter(other, now)).as("connection %d of another address", honest).isTrue();
				admission.leave(other);
			}
		}
		assertThat(greedy).as("connections of the one address").isBetween(90, 130);
	}

	@Test
	void aNetworkAloneHasTheWholeRate() {
		Admission admission = new Admission(ANY, 0, 20);
		int let = 0;
		for (int millis = 0; millis < 10_000; millis++) {
			if (admission.enter(numbered(0), millis * 1_000_000L)) {
				let++;
				admission.leave(numbered(0));
			}
		}
		assertThat(let).isBetween(205, 220);
	}

	@Test
	void aClientOfAProxyThatConnectsAgainAndAgainLocksOutNobody() {
		Admission admission = new Admission(ANY, 0, 20);
		int refused = 0;
		for (int i = 0; i < 100; i++) {
			assertThat(admission.enter(null, 0)).as("connection of a proxy").isTrue();
			boolean entered = admission.enterAddress(numbered(0), 0);
			admission.leave(entered ? numbered(0) : null);
			refused += entered ? 0 : 1;
		}
		assertThat(refused).as("refused connections of one client").isBetween(80, 90);
		for (int i = 1; i <= 5; i++) {
			assertThat(admission.enter(null, 0)).isTrue();
			assertThat(admission.enterAddress(numbered(i), 0)).as("connection of client %d", i).isTrue();
		}
	}

}
