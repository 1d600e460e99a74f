/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.tls;

import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

import dev.wsboot.engine.server.log.Log;

/**
 * The headers of TLS records, which are checked before the engine reads a record.
 * Stateless.
 */
final class TlsRecords {

	/** RFC 8446 5.1: the type of handshake records. */
	static final byte HANDSHAKE = 22;

	/** Size of the header in bytes. */
	private static final int HEADER = 5;

	/** A record that claims a length that no engine takes. */
	private static final byte[] ILLEGAL_RECORD = { 23, 3, 3, -1, -1 };

	private TlsRecords() {
	}

	/**
	 * Returns whether the first record is complete, or illegal.
	 * @param records the bytes from the first record on
	 * @param tls13 whether the records are of TLS 1.3
	 */
	static boolean isReady(ByteBuffer records, boolean tls13) {
		if (records.remaining() < HEADER) {
			return false;
		}
		int length = length(records);
		return length > maxLength(tls13) || records.remaining() >= HEADER + length;
	}

	/**
	 * Returns whether the first record is complete.
	 * @param engine the engine, which fails at an illegal header
	 * @param records the bytes from the first record on
	 * @param tls13 whether the records are of TLS 1.3
	 * @param secured whether the first handshake is done
	 * @throws SSLException if the header is illegal
	 */
	static boolean isComplete(SSLEngine engine, ByteBuffer records, boolean tls13, boolean secured)
			throws SSLException {
		if (records.remaining() < HEADER) {
			return false;
		}
		int length = length(records);
		// RFC 5246 7.4.1.1: a second handshake is a renegotiation, which is rejected
		boolean renegotiation = secured && !tls13 && records.get(records.position()) == HANDSHAKE;
		if (length > maxLength(tls13) || renegotiation) {
			// the engine would accept both
			throw reject(engine,
					renegotiation ? "TLS renegotiation rejected" : "TLS record of " + length + " bytes rejected");
		}
		return records.remaining() >= HEADER + length;
	}

	/**
	 * Has an engine fail, as only the engine can create the alert.
	 * @param engine the engine
	 * @param reason the reason for the log
	 * @return the exception to throw, unless the engine throws its own
	 * @throws SSLException if the engine fails, as it should
	 */
	static SSLException reject(SSLEngine engine, String reason) throws SSLException {
		Log.log(Level.DEBUG, reason);
		engine.unwrap(ByteBuffer.wrap(ILLEGAL_RECORD.clone()), ByteBuffer.allocate(0));
		return new SSLException("Record is rejected");
	}

	private static int length(ByteBuffer records) {
		return records.getShort(records.position() + 3) & 0xFFFF;
	}

	/** RFC 5246 6.2.3 and RFC 8446 5.2: the maximum expansion of 2^14 bytes. */
	private static int maxLength(boolean tls13) {
		return (16 * 1024) + (tls13 ? 256 : 2048);
	}

}
