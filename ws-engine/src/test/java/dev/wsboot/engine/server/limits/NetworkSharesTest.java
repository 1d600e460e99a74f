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

class NetworkSharesTest {

	private static final long SECOND = 1_000_000_000L;

	private final NetworkShares shares = new NetworkShares(12);

	private static InetAddress network(int number) {
		return IpLiteral.parse("192.0.2." + number);
	}

	private int takesPart(int network, long now) {
		int taken = 0;
		while (this.shares.hasShareLeft(network(network), now)) {
			this.shares.count(network(network), now);
			taken++;
		}
		return taken;
	}

	@Test
	void oneNetworkHasHalfOfTheRateAndTheNextAThird() {
		assertThat(takesPart(1, 0)).isEqualTo(6);
		assertThat(takesPart(2, 0)).isEqualTo(4);
	}

	@Test
	void thePartsBecomeSmallerWithTheNumberOfNetworks() {
		for (int i = 1; i <= 3; i++) {
			this.shares.count(network(i), 0);
		}
		assertThat(takesPart(1, 0)).isEqualTo(2);
		for (int i = 4; i <= 100; i++) {
			assertThat(takesPart(i, 0)).as("part of network %d", i).isBetween(1, 3);
		}
	}

	private int takesShareOfSite(int site) {
		int taken = 0;
		for (int i = 0; i < 100; i++) {
			InetAddress network = IpLiteral.parse("2001:db8:" + site + ":" + i + "::");
			while (this.shares.hasShareLeft(network, 0)) {
				this.shares.count(network, 0);
				taken++;
			}
		}
		return taken;
	}

	@Test
	void theNetworksOfASiteCountForALimitedNumber() {
		assertThat(takesShareOfSite(1)).as("connections of the first site")
			.isBetween(NetworkShares.MAX_SITE_SHARES, 20);
		assertThat(takesShareOfSite(2)).as("connections of the second site")
			.isBetween(NetworkShares.MAX_SITE_SHARES, 11);
		assertThat(takesPart(1, 0)).as("connections of a network").isEqualTo(1);
	}

	@Test
	void whatWasTakenIsForgottenWithinTwoSeconds() {
		this.shares.count(network(2), 0);
		for (int i = 0; i < 12; i++) {
			this.shares.count(network(1), 0);
		}
		assertThat(this.shares.hasShareLeft(network(1), SECOND)).isFalse();
		assertThat(this.shares.hasShareLeft(network(1), SECOND + SECOND / 2)).isFalse();
		assertThat(this.shares.hasShareLeft(network(1), 2 * SECOND - 1)).isTrue();
		assertThat(takesPart(1, 10 * SECOND)).isEqualTo(6);
	}

	@Test
	void aClockThatIsBehindChangesNothing() {
		this.shares.count(network(1), 3 * SECOND);
		assertThat(takesPart(1, 2 * SECOND)).isEqualTo(5);
	}

}
