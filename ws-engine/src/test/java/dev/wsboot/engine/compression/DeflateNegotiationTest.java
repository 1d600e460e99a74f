/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.compression;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.wsboot.engine.handshake.ExtensionGrammar;
import dev.wsboot.engine.options.ContextTakeover;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Every case of {@code vectors/deflate-negotiation.txt}, and that our two sides agree.
 */
class DeflateNegotiationTest {

	static Stream<NegotiationVector> server() {
		return NegotiationVector.all().stream().filter((vector) -> !vector.isClient());
	}

	static Stream<NegotiationVector> client() {
		return NegotiationVector.all().stream().filter(NegotiationVector::isClient);
	}

	@Test
	void vectorsAreRead() {
		assertThat(server()).hasSizeGreaterThan(110);
		assertThat(client()).hasSizeGreaterThan(40);
	}

	@ParameterizedTest
	@MethodSource("server")
	void serverDecides(NegotiationVector vector) {
		List<Extension> offers = ExtensionGrammar.parse(vector.lines());
		if (offers == null) {
			assertThat("malformed").isEqualTo(vector.out());
			return;
		}
		DeflateAgreement agreement = DeflateNegotiation.accept(offers, vector.takeover());
		assertThat((agreement != null) ? agreement.header() : "declined").isEqualTo(vector.out());
		assertSides(vector, agreement);
	}

	/** RFC 7692 7: whatever the policy, the same offers are declined. */
	@ParameterizedTest
	@MethodSource("server")
	void serverDeclinesTheSameOffersWhateverItAllows(NegotiationVector vector) {
		if (vector.out().equals("declined")) {
			for (ContextTakeover allowed : ContextTakeover.values()) {
				assertThat(DeflateNegotiation.accept(parse(vector.lines()), allowed)).isNull();
			}
		}
	}

	@ParameterizedTest
	@MethodSource("client")
	void clientChecks(NegotiationVector vector) throws NegotiationException {
		DeflateParameters offered = DeflateParameters.parse(parse(List.of(vector.field("offer"))).get(0));
		assertThat(offered.header()).isEqualTo(vector.field("offer"));
		List<Extension> response = parse(vector.lines());
		if (vector.out().startsWith("fails ")) {
			assertThatExceptionOfType(NegotiationException.class)
				.isThrownBy(() -> DeflateNegotiation.check(offered, response))
				.withMessageContaining(vector.out().substring("fails ".length()));
			return;
		}
		DeflateAgreement agreement = DeflateNegotiation.check(offered, response);
		assertThat((agreement != null) ? "accepted" : "declined").isEqualTo(vector.out());
		assertSides(vector, agreement);
	}

	/** Whatever our client offers, our server accepts, and both mean the same by it. */
	@Test
	void bothSidesAgree() throws NegotiationException {
		int[] serverWindows = windows(DeflateParameters.ABSENT);
		int[] clientWindows = windows(DeflateParameters.ABSENT, DeflateParameters.WITHOUT_VALUE);
		int offers = 0;
		for (int flags = 0; flags < 4; flags++) {
			for (int serverWindow : serverWindows) {
				for (int clientWindow : clientWindows) {
					DeflateParameters offer = new DeflateParameters((flags & 1) != 0, (flags & 2) != 0, serverWindow,
							clientWindow);
					for (ContextTakeover allowed : ContextTakeover.values()) {
						assertBothSidesAgree(offer, allowed);
						offers++;
					}
				}
			}
		}
		assertThat(offers).isEqualTo(4 * 9 * 10 * 4);
	}

	@Test
	void contextsThatAreKeptCostMemory() {
		assertThat(accept(ContextTakeover.NONE).contextMemory()).isZero();
		assertThat(accept(ContextTakeover.SERVER).contextMemory()).isEqualTo(ContextBudget.DEFLATER);
		assertThat(accept(ContextTakeover.CLIENT).contextMemory()).isEqualTo(ContextBudget.INFLATER);
		assertThat(accept(ContextTakeover.BOTH).contextMemory())
			.isEqualTo(ContextBudget.DEFLATER + ContextBudget.INFLATER);
	}

	@ParameterizedTest
	@ValueSource(ints = { -2, 1, 7, 16 })
	void offersHaveOnlyWindowsThatExist(int window) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new DeflateParameters(false, false, window, DeflateParameters.ABSENT))
			.withMessageContaining("server_max_window_bits");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new DeflateParameters(false, false, DeflateParameters.ABSENT, window))
			.withMessageContaining("client_max_window_bits");
	}

	@Test
	void serverWindowAlwaysHasAValue() {
		assertThatIllegalArgumentException().isThrownBy(
				() -> new DeflateParameters(false, false, DeflateParameters.WITHOUT_VALUE, DeflateParameters.ABSENT));
	}

	private static void assertBothSidesAgree(DeflateParameters offer, ContextTakeover allowed)
			throws NegotiationException {
		DeflateAgreement server = DeflateNegotiation.accept(parse(List.of(offer.header())), allowed);
		DeflateAgreement client = DeflateNegotiation.check(offer, parse(List.of(server.header())));
		assertThat(client).as(offer.header() + " -> " + server.header())
			.isEqualTo(new DeflateAgreement(server.peerTakeover(), server.peerWindowBits(), server.ourTakeover(),
					server.ourWindowBits(), server.header()));
		assertThat(!server.ourTakeover() || allowed.byServer()).isTrue();
		assertThat(!server.peerTakeover() || allowed.byClient()).isTrue();
	}

	private static void assertSides(NegotiationVector vector, DeflateAgreement agreement) {
		if (vector.field("ours") != null) {
			assertThat((agreement.ourTakeover() ? "keeps " : "forgets ") + agreement.ourWindowBits())
				.isEqualTo(vector.field("ours"));
		}
		if (vector.field("peer") != null) {
			assertThat((agreement.peerTakeover() ? "keeps " : "forgets ") + agreement.peerWindowBits())
				.isEqualTo(vector.field("peer"));
		}
	}

	private static DeflateAgreement accept(ContextTakeover allowed) {
		return DeflateNegotiation.accept(parse(List.of("permessage-deflate")), allowed);
	}

	private static List<Extension> parse(List<String> lines) {
		return Objects.requireNonNull(ExtensionGrammar.parse(lines));
	}

	private static int[] windows(int... others) {
		return IntStream.concat(Arrays.stream(others), IntStream.rangeClosed(8, 15)).toArray();
	}

}
