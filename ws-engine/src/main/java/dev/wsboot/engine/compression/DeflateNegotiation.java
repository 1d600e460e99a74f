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
 * The negotiation of permessage-deflate (RFC 7692 7.1), for servers and for clients. Pure
 * functions, so any thread may use them.
 */
public final class DeflateNegotiation {

	private DeflateNegotiation() {
	}

	/**
	 * Accepts the first valid offer. The client lists its offers in order of preference
	 * (RFC 7692 5.1), and the server supports all valid offers.
	 * @param offers all extensions that the client offers
	 * @param allowed the sides that may keep their context
	 * @return the agreement, or {@code null} if permessage-deflate is declined
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
		// RFC 7692 7.1.1.1 and 7.1.2.1: the server accepts a requested parameter by
		// repeating it. 7.1.1: the server may add no_context_takeover. 7.1.2.2: the
		// server may omit client_max_window_bits, and our inflater supports the largest
		// window anyway.
		DeflateParameters accepted = new DeflateParameters(offered.serverNoContextTakeover() || !allowed.byServer(),
				offered.clientNoContextTakeover() || !allowed.byClient(), offered.serverMaxWindowBits(),
				DeflateParameters.ABSENT);
		return new DeflateAgreement(!accepted.serverNoContextTakeover(),
				DeflateParameters.window(accepted.serverMaxWindowBits()), !accepted.clientNoContextTakeover(),
				DeflateParameters.window(offered.clientMaxWindowBits()), accepted.header());
	}

	/**
	 * Checks the server's response to a client's offer.
	 * @param offered the only extension that the client offered
	 * @param response the extensions of the response
	 * @return the agreement, or {@code null} if the server has declined the offer
	 * @throws NegotiationException if the response is incompatible with the offer, so
	 * that the handshake fails
	 */
	public static @Nullable DeflateAgreement check(DeflateParameters offered, List<Extension> response)
			throws NegotiationException {
		if (response.isEmpty()) {
			return null;
		}
		DeflateParameters accepted = (response.size() == 1) ? DeflateParameters.parse(response.get(0)) : null;
		if (accepted == null) {
			throw rejected("it was not offered, or its parameters are invalid");
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
		// RFC 7692 7.1.2.1: the same or a smaller value; any value if not requested
		require(accepted.serverMaxWindowBits() != DeflateParameters.ABSENT
				|| offered.serverMaxWindowBits() == DeflateParameters.ABSENT, "server_max_window_bits is missing");
		require(accepted.serverMaxWindowBits() <= offeredServerBits, "server_max_window_bits is larger than offered");
		// RFC 7692 7.1.2.2: only if it was offered, and with a value
		require(accepted.clientMaxWindowBits() != DeflateParameters.WITHOUT_VALUE,
				"client_max_window_bits has no value");
		require(accepted.clientMaxWindowBits() == DeflateParameters.ABSENT
				|| offered.clientMaxWindowBits() != DeflateParameters.ABSENT, "client_max_window_bits was not offered");
		require(accepted.clientMaxWindowBits() <= offeredClientBits, "client_max_window_bits is larger than offered");
		// RFC 7692 7.1.1.2 and 7.1.2.2: the client's offer about its own side is
		// binding, even if the server does not repeat it
		boolean ourTakeover = !accepted.clientNoContextTakeover() && !offered.clientNoContextTakeover();
		int ourBits = Math.min(DeflateParameters.window(accepted.clientMaxWindowBits()), offeredClientBits);
		return new DeflateAgreement(ourTakeover, ourBits, !accepted.serverNoContextTakeover(),
				DeflateParameters.window(accepted.serverMaxWindowBits()), accepted.header());
	}

	private static void require(boolean fulfilled, String complaint) throws NegotiationException {
		if (!fulfilled) {
			throw rejected(complaint);
		}
	}

	private static NegotiationException rejected(String complaint) {
		return new NegotiationException("Sec-WebSocket-Extensions is not acceptable: " + complaint);
	}

}
