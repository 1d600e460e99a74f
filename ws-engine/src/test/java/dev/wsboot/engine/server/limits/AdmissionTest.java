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

	private static final long SECOND = 1_000_000_000L;

	private static InetAddress address(String text) {
		return IpLiteral.parse(text);
	}

	private static InetAddress numbered(int number) {
		return address("192.0.2." + number);
	}

	@Test
	void connectionsRejectedForTheirAddressTakeNothingFromTheRate() {
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
	void connectionsRejectedForTheirNumberTakeNothingFromTheRate() {
		Admission admission = new Admission(1, 0, 2);
		assertThat(admission.enter(numbered(0), 0)).isTrue();
		for (int i = 0; i < 100; i++) {
			assertThat(admission.enter(numbered(1), 0)).as("second connection").isFalse();
		}
		admission.leave(numbered(0));
		assertThat(admission.enter(numbered(2), 0)).as("connection after one has left").isTrue();
	}

	/** Opens a connection through a proxy, and closes the connection if rejected. */
	private static boolean entersThroughProxy(Admission admission, InetAddress client, long now) {
		assertThat(admission.enterUnidentified()).as("connection of a proxy").isTrue();
		if (admission.identify(client, now)) {
			return true;
		}
		admission.leaveUnidentified();
		return false;
	}

	@Test
	void clientsOfProxiesRejectedForTheirAddressTakeNothingFromTheRate() {
		Admission admission = new Admission(ANY, 1, 2);
		assertThat(entersThroughProxy(admission, numbered(0), 0)).isTrue();
		for (int i = 0; i < 100; i++) {
			assertThat(entersThroughProxy(admission, numbered(0), 0)).as("second connection of an address").isFalse();
		}
		assertThat(entersThroughProxy(admission, numbered(1), 0)).as("second connection in a second").isTrue();
		assertThat(entersThroughProxy(admission, numbered(2), 0)).as("third connection in a second").isFalse();
		assertThat(admission.connections()).isEqualTo(2);
		assertThat(admission.unidentified()).isZero();
	}

	@Test
	void connectionsOfProxiesThatEndUnidentifiedTakeNothingFromTheRate() {
		Admission admission = new Admission(ANY, 0, 12);
		for (int i = 0; i < 1000; i++) {
			assertThat(admission.enterUnidentified()).as("connection of a proxy").isTrue();
			admission.leaveUnidentified();
		}
		for (int i = 0; i < 12; i++) {
			assertThat(entersThroughProxy(admission, numbered(i), 0)).as("connection of client %d", i).isTrue();
		}
		assertThat(admission.enter(numbered(12), 0)).as("thirteenth connection in a second").isFalse();
		assertThat(admission.unidentified()).isZero();
	}

	@Test
	void unidentifiedConnectionsLeaveRoomForIdentifiedOnes() {
		Admission admission = new Admission(8, 0, 0);
		for (int i = 0; i < 6; i++) {
			assertThat(admission.enterUnidentified()).as("unidentified connection %d", i).isTrue();
		}
		assertThat(admission.enterUnidentified()).as("seventh unidentified connection").isFalse();
		assertThat(admission.enter(numbered(0), 0)).isTrue();
		assertThat(admission.identify(numbered(1), 0)).isTrue();
		assertThat(admission.enterUnidentified()).as("connection after one has been identified").isTrue();
		assertThat(admission.enter(numbered(2), 0)).as("ninth connection").isFalse();
		assertThat(admission.enterUnidentified()).as("ninth connection").isFalse();
		for (int i = 0; i < 6; i++) {
			admission.leaveUnidentified();
		}
		admission.leave(numbered(0));
		admission.leave(numbered(1));
		assertThat(admission.connections()).isZero();
		assertThat(admission.unidentified()).isZero();
	}

	@Test
	void aProxyThatNamesNoClientsHasTheRateAndNoLimitOfConnections() {
		Admission admission = new Admission(ANY, 1, 8);
		for (int i = 0; i < 6; i++) {
			assertThat(admission.enterUnidentified()).isTrue();
			assertThat(admission.identifyProxy(numbered(0), 0)).as("connection %d of a proxy", i).isTrue();
		}
		assertThat(admission.enterUnidentified()).isTrue();
		assertThat(admission.identifyProxy(numbered(0), 0)).as("more than the share of the proxy").isFalse();
		admission.leaveUnidentified();
		assertThat(admission.enter(numbered(1), 0)).as("connection of another address").isTrue();
		for (int i = 0; i < 6; i++) {
			admission.leaveProxy();
		}
		admission.leave(numbered(1));
		assertThat(admission.connections()).isZero();
		assertThat(admission.unidentified()).isZero();
	}

	@Test
	void connectionsRejectedForTheRateAreNotCounted() {
		Admission admission = new Admission(ANY, 1, 1);
		assertThat(admission.enter(numbered(0), 0)).isTrue();
		assertThat(admission.enter(numbered(1), 0)).isFalse();
		assertThat(entersThroughProxy(admission, numbered(1), 0)).isFalse();
		assertThat(admission.connections()).isEqualTo(1);
		assertThat(admission.enter(numbered(1), SECOND)).as("first connection of an address").isTrue();
	}

	@Test
	void aSiteWithManyNetworksLocksOutNobody() {
		Admission admission = new Admission(ANY, 0, 100);
		int greedy = 0;
		for (int second = 0; second < 10; second++) {
			for (int step = 0; step < 100; step++) {
				long now = second * SECOND + step * SECOND / 100;
				for (int i = 0; i < 20; i++) {
					InetAddress next = address("2001:db8:1:" + Integer.toHexString(step * 20 + i) + "::1");
					if (admission.enter(next, now)) {
						greedy++;
						admission.leave(next);
					}
				}
				if (step % 50 == 49) {
					InetAddress honest = address("2001:db8:2::1");
					assertThat(admission.enter(honest, now)).as("step %d of second %d", step, second).isTrue();
					admission.leave(honest);
				}
				if (step % 5 == 4) {
					assertThat(admission.enter(numbered(step), now)).as("step %d of second %d", step, second).isTrue();
					admission.leave(numbered(step));
				}
			}
		}
		assertThat(greedy).as("connections of the greedy site").isBetween(500, 1000);
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
		int rejected = 0;
		for (int i = 0; i < 100; i++) {
			if (entersThroughProxy(admission, numbered(0), 0)) {
				admission.leave(numbered(0));
			}
			else {
				rejected++;
			}
		}
		assertThat(rejected).as("rejected connections of one client").isBetween(80, 90);
		for (int i = 1; i <= 5; i++) {
			assertThat(entersThroughProxy(admission, numbered(i), 0)).as("connection of client %d", i).isTrue();
		}
	}

}
