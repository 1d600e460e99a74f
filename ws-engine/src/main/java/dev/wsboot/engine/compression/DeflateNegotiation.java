/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.compression;

import java.util.List;

import dev.wsboot.engine.options.ContextTakeover;
import org.jspecify.annotations.Nullable;

/**
 * Both sides of the negotiation of permessage-deflate (RFC 7692 7.1). Pure functions, so
 * any thread may use it.
 */
public final class DeflateNegotiation {

	private DeflateNegotiation() {
	}

	/**
	 * Accepts the first offer that is legal: the client names them in order of preference
	 * (RFC 7692 5.1), and there is none that we could not serve.
	 * @param offers the extensions that the client offers, others among them
	 * @param allowed which sides may keep their context
	 * @return what is agreed, or {@code null} if permessage-deflate is declined
	 */
	public static @Nullable DeflateAgreement accept(List<Extension> offers, ContextTakeover allowed) {
		for (Extension offer : offers) {
			DeflateParameters offered = DeflateParameters.parse(offer);
			if (offered != null) {
				return accept(offered, allowed);
			}
		}
		return null;
	}

	private static DeflateAgreement accept(DeflateParameters offered, ContextTakeover allowed) {
		// RFC 7692 7.1.1.1 and 7.1.2.1: what the client asks of the server is accepted by
		// saying it again. 7.1.1: the server may say no_context_takeover of its own
		// accord.
		// 7.1.2.2: it need not say client_max_window_bits, and our inflater has room for
		// the largest window anyway.
		DeflateParameters accepted = new DeflateParameters(offered.serverNoContextTakeover() || !allowed.byServer(),
				offered.clientNoContextTakeover() || !allowed.byClient(), offered.serverMaxWindowBits(),
				DeflateParameters.ABSENT);
		return new DeflateAgreement(!accepted.serverNoContextTakeover(),
				DeflateParameters.window(accepted.serverMaxWindowBits()), !accepted.clientNoContextTakeover(),
				DeflateParameters.window(offered.clientMaxWindowBits()), accepted.header());
	}

	/**
	 * Checks what the server answers to a client's offer.
	 * @param offered the only extension that the client offered
	 * @param response the extensions of the response
	 * @return what is agreed, or {@code null} if the server declined
	 * @throws NegotiationException if the handshake fails, because the server accepts
	 * what was not offered, or not what was
	 */
	public static @Nullable DeflateAgreement check(DeflateParameters offered, List<Extension> response)
			throws NegotiationException {
		if (response.isEmpty()) {
			return null;
		}
		DeflateParameters accepted = (response.size() == 1) ? DeflateParameters.parse(response.get(0)) : null;
		if (accepted == null) {
			throw refused("it is not what was offered, or has parameters that it must not have");
		}
		return agree(offered, accepted);
	}

	private static DeflateAgreement agree(DeflateParameters offered, DeflateParameters accepted)
			throws NegotiationException {
		int offeredServerBits = DeflateParameters.window(offered.serverMaxWindowBits());
		int offeredClientBits = DeflateParameters.window(offered.clientMaxWindowBits());
		// RFC 7692 7.1.1.1
		require(accepted.serverNoContextTakeover() || !offered.serverNoContextTakeover(),
				"server_no_context_takeover is missing");
		// RFC 7692 7.1.2.1: the same or a smaller value; unasked, any value
		require(accepted.serverMaxWindowBits() != DeflateParameters.ABSENT
				|| offered.serverMaxWindowBits() == DeflateParameters.ABSENT, "server_max_window_bits is missing");
		require(accepted.serverMaxWindowBits() <= offeredServerBits, "server_max_window_bits is larger than offered");
		// RFC 7692 7.1.2.2: only if it was offered, and with a value
		require(accepted.clientMaxWindowBits() != DeflateParameters.WITHOUT_VALUE,
				"client_max_window_bits has no value");
		require(accepted.clientMaxWindowBits() == DeflateParameters.ABSENT
				|| offered.clientMaxWindowBits() != DeflateParameters.ABSENT, "client_max_window_bits was not offered");
		require(accepted.clientMaxWindowBits() <= offeredClientBits, "client_max_window_bits is larger than offered");
		// RFC 7692 7.1.1.2 and 7.1.2.2: what the client says of itself in its offer
		// holds, whether the server repeats it or not
		boolean ourTakeover = !accepted.clientNoContextTakeover() && !offered.clientNoContextTakeover();
		int ourBits = Math.min(DeflateParameters.window(accepted.clientMaxWindowBits()), offeredClientBits);
		return new DeflateAgreement(ourTakeover, ourBits, !accepted.serverNoContextTakeover(),
				DeflateParameters.window(accepted.serverMaxWindowBits()), accepted.header());
	}

	private static void require(boolean fulfilled, String complaint) throws NegotiationException {
		if (!fulfilled) {
			throw refused(complaint);
		}
	}

	private static NegotiationException refused(String complaint) {
		return new NegotiationException("Sec-WebSocket-Extensions is not to be accepted: " + complaint);
	}

}
