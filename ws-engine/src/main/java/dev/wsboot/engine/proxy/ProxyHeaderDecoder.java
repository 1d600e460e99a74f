/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.proxy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import dev.wsboot.engine.Violation;
import dev.wsboot.engine.frame.ProtocolException;
import dev.wsboot.engine.handshake.IpLiteral;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the header of the PROXY protocol at the start of a connection, version 1 (a
 * line) or 2 (binary; HAProxy's specification, sections 2.1 and 2.2). Accepts bytes in
 * pieces of any size. Not safe for concurrent use.
 */
public final class ProxyHeaderDecoder {

	private static final byte[] SIGNATURE_1 = "PROXY ".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] SIGNATURE_2 = { 13, 10, 13, 10, 0, 13, 10, 'Q', 'U', 'I', 'T', 10 };

	/** The maximum length of a line in bytes, with its end. */
	private static final int MAX_LINE = 107;

	/** The number of bytes before the addresses: signature, version, family, length. */
	private static final int FIXED = 16;

	private static final int TCP4 = 0x11;

	private static final int TCP6 = 0x21;

	/** The header; of a binary one, at least the addresses. */
	private final byte[] header = new byte[MAX_LINE];

	/** The number of bytes in {@link #header}. */
	private int size;

	/** The number of missing bytes of a binary header; -1 while unknown. */
	private int missing = -1;

	private boolean complete;

	/** The client; {@code null} while unknown, or if there is none. */
	private @Nullable InetSocketAddress source;

	/**
	 * Decodes bytes.
	 * @param data the bytes, whose position is moved after those of the header
	 * @return whether the header is complete
	 * @throws ProtocolException if the header is invalid; the connection must be cut
	 */
	public boolean decode(ByteBuffer data) throws ProtocolException {
		while (!this.complete && data.hasRemaining()) {
			take(data.get());
		}
		return this.complete;
	}

	/**
	 * Returns the client's address and port.
	 * @return the address, or {@code null} if the proxy itself is the client, as in
	 * health checks, or does not know the client
	 */
	public @Nullable InetSocketAddress source() {
		return this.source;
	}

	private void take(byte next) throws ProtocolException {
		if (this.missing > 0) {
			// bytes after the addresses are ignored
			if (this.size < this.header.length) {
				this.header[this.size++] = next;
			}
			this.missing--;
		}
		else {
			takeFixed(next);
		}
		if (this.missing == 0) {
			completeBinary();
		}
	}

	private void takeFixed(byte next) throws ProtocolException {
		boolean binary = (this.size == 0) ? next == SIGNATURE_2[0] : this.header[0] == SIGNATURE_2[0];
		byte[] signature = binary ? SIGNATURE_2 : SIGNATURE_1;
		if (this.size < signature.length && next != signature[this.size]) {
			throw invalid("No header of the PROXY protocol");
		}
		this.header[this.size++] = next;
		if (binary) {
			if (this.size == FIXED) {
				this.missing = ((this.header[14] & 0xFF) << 8) | (this.header[15] & 0xFF);
			}
		}
		else if (next == '\n') {
			completeLine(new String(this.header, 0, this.size, StandardCharsets.ISO_8859_1));
		}
		else if (this.size == MAX_LINE) {
			throw invalid("Line of the PROXY protocol is too long");
		}
	}

	private void completeLine(String line) throws ProtocolException {
		this.complete = true;
		if (!line.endsWith("\r\n")) {
			throw invalid("Line of the PROXY protocol does not end in CR LF");
		}
		String[] words = line.substring(0, line.length() - 2).split(" ", -1);
		if (words[1].equals("UNKNOWN")) {
			return;
		}
		boolean known = words.length == 6 && (words[1].equals("TCP4") || words[1].equals("TCP6"));
		InetAddress address = known ? IpLiteral.parse(words[2]) : null;
		if (!known || address == null || IpLiteral.parse(words[3]) == null
				|| words[2].contains(":") != words[1].equals("TCP6") || !isPort(words[4]) || !isPort(words[5])) {
			throw invalid("Line of the PROXY protocol is invalid");
		}
		this.source = new InetSocketAddress(address, Integer.parseInt(words[4]));
	}

	private static boolean isPort(String text) {
		return text.matches("0|[1-9][0-9]{0,4}") && Integer.parseInt(text) <= 65535;
	}

	private void completeBinary() throws ProtocolException {
		this.complete = true;
		int version = (this.header[12] & 0xFF) >>> 4;
		int command = this.header[12] & 0x0F;
		if (version != 2 || command > 1) {
			throw invalid("Version or command of the PROXY protocol is unknown");
		}
		int length = ((this.header[14] & 0xFF) << 8) | (this.header[15] & 0xFF);
		int family = this.header[13] & 0xFF;
		if (command == 1 && (family == TCP4 || family == TCP6)) {
			int bytes = (family == TCP4) ? 4 : 16;
			if (length < 2 * bytes + 4) {
				throw invalid("Header of the PROXY protocol is too short for its addresses");
			}
			this.source = new InetSocketAddress(address(bytes), port(FIXED + 2 * bytes));
		}
		// other families, such as UNIX sockets, count as unknown
	}

	private InetAddress address(int bytes) {
		try {
			return InetAddress.getByAddress(Arrays.copyOfRange(this.header, FIXED, FIXED + bytes));
		}
		catch (UnknownHostException ex) {
			throw new IllegalStateException("Invalid length of an address: " + bytes, ex);
		}
	}

	private int port(int offset) {
		return ((this.header[offset] & 0xFF) << 8) | (this.header[offset + 1] & 0xFF);
	}

	private static ProtocolException invalid(String reason) {
		return new ProtocolException(Violation.INVALID_PROXY_HEADER, reason);
	}

}
