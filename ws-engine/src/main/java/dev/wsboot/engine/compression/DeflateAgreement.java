/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.compression;

/**
 * The parameters of permessage-deflate that both sides of a session have agreed on (RFC
 * 7692 7.1), from the view of our side. An immutable value.
 *
 * @param ourTakeover whether our side keeps its context from message to message
 * @param ourWindowBits the size of our window, as a power of two: 8 to 15
 * @param peerTakeover whether the peer keeps its context from message to message
 * @param peerWindowBits the size of the peer's window, as a power of two: 8 to 15
 * @param header the value of Sec-WebSocket-Extensions in the response
 */
public record DeflateAgreement(boolean ourTakeover, int ourWindowBits, boolean peerTakeover, int peerWindowBits,
		String header) {

	/**
	 * Returns the memory that a session has to reserve in the {@link ContextBudget}.
	 * @return the native memory of the contexts that the session keeps, in bytes
	 */
	public long contextMemory() {
		return (this.ourTakeover ? ContextBudget.DEFLATER : 0) + (this.peerTakeover ? ContextBudget.INFLATER : 0);
	}

}
