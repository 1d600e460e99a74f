/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.compression;

/**
 * What both sides of a session agreed on about permessage-deflate (RFC 7692 7.1), seen
 * from ours. An immutable value.
 *
 * @param ourTakeover whether our context lives on after each message
 * @param ourWindowBits how far back we may refer, as a power of two: 8 to 15
 * @param peerTakeover whether the peer's context lives on after each message
 * @param peerWindowBits how far back the peer refers, as a power of two: 8 to 15
 * @param header what the server answers in Sec-WebSocket-Extensions
 */
public record DeflateAgreement(boolean ourTakeover, int ourWindowBits, boolean peerTakeover, int peerWindowBits,
		String header) {

	/**
	 * Returns what a session has to reserve of the {@link ContextBudget}.
	 * @return the native memory of the contexts that it keeps, in bytes
	 */
	public long contextMemory() {
		return (this.ourTakeover ? ContextBudget.DEFLATER : 0) + (this.peerTakeover ? ContextBudget.INFLATER : 0);
	}

}
