/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.frame;

import java.nio.charset.StandardCharsets;

import dev.wsboot.engine.CloseCode;
import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.Violation;

/**
 * Encodes and decodes payloads of Close frames (RFC 6455 5.5.1). Stateless, so any thread
 * may use it.
 */
public final class CloseFrame {

	private CloseFrame() {
	}

	/**
	 * Encodes the payload of a Close frame.
	 * @param status the code and reason; for 1005, the payload is empty
	 * @return the payload
	 */
	public static byte[] encode(CloseStatus status) {
		if (status.kind() == CloseCode.NO_STATUS) {
			return new byte[0];
		}
		byte[] reason = status.reason().getBytes(StandardCharsets.UTF_8);
		byte[] payload = new byte[2 + reason.length];
		payload[0] = (byte) (status.code() >>> 8);
		payload[1] = (byte) status.code();
		System.arraycopy(reason, 0, payload, 2, reason.length);
		return payload;
	}

	/**
	 * Decodes the payload of a Close frame.
	 * @param payload at most 125 bytes, unmasked
	 * @return the code and reason, or 1005 for an empty payload
	 * @throws ProtocolException with 1002 for a code that must not be sent or a payload
	 * of one byte, with 1007 for a reason that is not UTF-8
	 */
	public static CloseStatus decode(byte[] payload) throws ProtocolException {
		if (payload.length == 0) {
			return CloseStatus.NO_STATUS;
		}
		if (payload.length == 1) {
			throw new ProtocolException(Violation.TRUNCATED_CLOSE_CODE);
		}
		int code = ((payload[0] & 0xFF) << 8) | (payload[1] & 0xFF);
		// RFC 6455 7.4
		if (!CloseCode.of(code).isSendable()) {
			throw new ProtocolException(Violation.INVALID_CLOSE_CODE);
		}
		Utf8Validator validator = new Utf8Validator();
		validator.accept(payload, 2, payload.length - 2);
		validator.finish();
		return new CloseStatus(code, new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8));
	}

}
