/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.session;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

import dev.wsboot.engine.LogText;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.WsSession;

/**
 * Logs the messages of all sessions at INFO, shortened and escaped, to help find a fault.
 * Safe to use from any thread.
 */
public final class TrafficLog {

	private static final Logger logger = System.getLogger("dev.wsboot.engine.traffic");

	/** Characters of a text message in the log. */
	private static final int MAX_CHARACTERS = 200;

	/** Bytes of a binary message in the log. */
	private static final int MAX_BYTES = 32;

	/** Bytes of a character in UTF-8. */
	private static final int MAX_CHARACTER_SIZE = 4;

	/**
	 * Logs a message that was received whole.
	 * @param session the session
	 * @param message the message
	 */
	void received(WsSession session, WsMessage message) {
		log(session, "received", message.isText(), ByteBuffer.wrap(message.bytes()));
	}

	/**
	 * Logs a binary message that was received whole.
	 * @param session the session
	 * @param payload the message; its position stays
	 */
	void received(WsSession session, ByteBuffer payload) {
		log(session, "received", false, payload);
	}

	/**
	 * Logs that a message is received in pieces as it arrives.
	 * @param session the session
	 * @param text whether it is a text message
	 */
	void receiving(WsSession session, boolean text) {
		write(session + " receives " + (text ? "text" : "binary") + " as it arrives");
	}

	/**
	 * Logs a message, or a part of one, that the application sends.
	 * @param session the session
	 * @param text whether it is a text message
	 * @param payload the message; its position stays
	 */
	void sent(WsSession session, boolean text, ByteBuffer payload) {
		log(session, "sends", text, payload);
	}

	private static void log(WsSession session, String verb, boolean text, ByteBuffer payload) {
		int size = payload.remaining();
		byte[] start = new byte[Math.min(size, text ? MAX_CHARACTERS * MAX_CHARACTER_SIZE : MAX_BYTES)];
		payload.get(payload.position(), start);
		String shown = text ? text(start, size) : HexFormat.ofDelimiter(" ").formatHex(start) + rest(start, size);
		write(session + " " + verb + " " + (text ? "text" : "binary") + " of " + size + " bytes: " + shown);
	}

	private static String text(byte[] start, int size) {
		String text = new String(start, StandardCharsets.UTF_8);
		return "\"" + LogText.escaped(text, MAX_CHARACTERS) + (text.length() > MAX_CHARACTERS ? "" : rest(start, size))
				+ "\"";
	}

	private static String rest(byte[] start, int size) {
		return (start.length < size) ? "..." : "";
	}

	private static void write(String line) {
		try {
			logger.log(Level.INFO, line);
		}
		catch (Throwable ex) {
			// a log that fails must not take an event loop with it
		}
	}

}
