/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.compression;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.wsboot.engine.compression.Extension.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of permessage-deflate in an offer or a response (RFC 7692 7.1). An
 * immutable value.
 *
 * @param serverNoContextTakeover whether the server discards its context after each
 * message
 * @param clientNoContextTakeover whether the client discards its context after each
 * message
 * @param serverMaxWindowBits the server's window, 8 to 15, or {@link #ABSENT}
 * @param clientMaxWindowBits the client's window, 8 to 15, or {@link #ABSENT}, or
 * {@link #WITHOUT_VALUE}, which only an offer may have
 */
public record DeflateParameters(boolean serverNoContextTakeover, boolean clientNoContextTakeover,
		int serverMaxWindowBits, int clientMaxWindowBits) {

	/** The value of a parameter that is missing. */
	public static final int ABSENT = 0;

	/**
	 * The value of a parameter that is present without a value, which lets the other side
	 * choose.
	 */
	public static final int WITHOUT_VALUE = -1;

	/** The largest window and the default, as a power of two: 32 KiB. */
	static final int MAX_WINDOW_BITS = 15;

	private static final int MIN_WINDOW_BITS = 8;

	private static final String NAME = "permessage-deflate";

	private static final String SERVER_NO_CONTEXT_TAKEOVER = "server_no_context_takeover";

	private static final String CLIENT_NO_CONTEXT_TAKEOVER = "client_no_context_takeover";

	private static final String SERVER_MAX_WINDOW_BITS = "server_max_window_bits";

	private static final String CLIENT_MAX_WINDOW_BITS = "client_max_window_bits";

	/**
	 * Checks the ranges of the values.
	 * @param serverNoContextTakeover whether the server discards its context
	 * @param clientNoContextTakeover whether the client discards its context
	 * @param serverMaxWindowBits the server's window
	 * @param clientMaxWindowBits the client's window
	 */
	public DeflateParameters {
		if (serverMaxWindowBits != ABSENT && !isWindow(serverMaxWindowBits)) {
			throw new IllegalArgumentException("server_max_window_bits is not from 8 to 15");
		}
		if (clientMaxWindowBits != ABSENT && clientMaxWindowBits != WITHOUT_VALUE && !isWindow(clientMaxWindowBits)) {
			throw new IllegalArgumentException("client_max_window_bits is not from 8 to 15");
		}
	}

	/**
	 * Parses an element of Sec-WebSocket-Extensions.
	 * @param extension any extension
	 * @return the parameters, or {@code null} if the extension is not permessage-deflate,
	 * or has unknown, repeated or invalid parameters (RFC 7692 7)
	 */
	public static @Nullable DeflateParameters parse(Extension extension) {
		if (!extension.name().equals(NAME)) {
			return null;
		}
		Set<String> present = new HashSet<>();
		int serverBits = ABSENT;
		int clientBits = ABSENT;
		for (Parameter parameter : extension.parameters()) {
			boolean valid = present.add(parameter.name());
			switch (parameter.name()) {
				case SERVER_NO_CONTEXT_TAKEOVER, CLIENT_NO_CONTEXT_TAKEOVER -> valid &= parameter.value() == null;
				case SERVER_MAX_WINDOW_BITS -> {
					serverBits = windowBits(parameter.value());
					valid &= serverBits != ABSENT;
				}
				case CLIENT_MAX_WINDOW_BITS -> {
					clientBits = (parameter.value() != null) ? windowBits(parameter.value()) : WITHOUT_VALUE;
					valid &= clientBits != ABSENT;
				}
				default -> valid = false;
			}
			if (!valid) {
				return null;
			}
		}
		return new DeflateParameters(present.contains(SERVER_NO_CONTEXT_TAKEOVER),
				present.contains(CLIENT_NO_CONTEXT_TAKEOVER), serverBits, clientBits);
	}

	/**
	 * Returns the parameters as an element of Sec-WebSocket-Extensions.
	 * @return the name of the extension and its parameters
	 */
	public String header() {
		StringBuilder header = new StringBuilder(NAME);
		for (String name : List.of(this.serverNoContextTakeover ? SERVER_NO_CONTEXT_TAKEOVER : "",
				this.clientNoContextTakeover ? CLIENT_NO_CONTEXT_TAKEOVER : "",
				windowBits(SERVER_MAX_WINDOW_BITS, this.serverMaxWindowBits),
				windowBits(CLIENT_MAX_WINDOW_BITS, this.clientMaxWindowBits))) {
			header.append(name.isEmpty() ? "" : "; ").append(name);
		}
		return header.toString();
	}

	/** Returns the window that a parameter specifies, as a power of two. */
	static int window(int maxWindowBits) {
		return isWindow(maxWindowBits) ? maxWindowBits : MAX_WINDOW_BITS;
	}

	private static boolean isWindow(int bits) {
		return bits >= MIN_WINDOW_BITS && bits <= MAX_WINDOW_BITS;
	}

	/** Parses a decimal number from 8 to 15 without leading zeros (RFC 7692 7.1.2). */
	private static int windowBits(@Nullable String value) {
		return (value != null && value.matches("[89]|1[0-5]")) ? Integer.parseInt(value) : ABSENT;
	}

	private static String windowBits(String name, int bits) {
		return switch (bits) {
			case ABSENT -> "";
			case WITHOUT_VALUE -> name;
			default -> name + "=" + bits;
		};
	}

}
