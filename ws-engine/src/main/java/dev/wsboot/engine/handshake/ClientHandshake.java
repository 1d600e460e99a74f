/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.handshake;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import dev.wsboot.engine.Headers;
import dev.wsboot.engine.compression.DeflateAgreement;
import dev.wsboot.engine.compression.DeflateNegotiation;
import dev.wsboot.engine.compression.DeflateParameters;
import dev.wsboot.engine.compression.Extension;
import dev.wsboot.engine.compression.NegotiationException;
import org.jspecify.annotations.Nullable;

/**
 * The client's side of an opening handshake (RFC 6455 4.1). Belongs to one connection,
 * and is used by one thread at a time.
 */
public final class ClientHandshake {

	private enum State {

		STATUS_LINE, STATUS_LINE_END, FIELD_LINES, BODY, COMPLETE

	}

	private static final int MAX_STATUS_LINE = 4096;

	private static final int MAX_HEADER_SIZE = 65536;

	private static final int MAX_HEADERS = 1000;

	/** Maximum size in bytes of the body of a rejection. A longer body is truncated. */
	private static final int MAX_BODY = 65536;

	private final URI uri;

	private final List<String> subprotocols;

	private final Headers extraHeaders;

	private final @Nullable DeflateParameters offer;

	private final String key;

	private final ByteArrayOutputStream text = new ByteArrayOutputStream();

	private final FieldLines fieldLines = new FieldLines(MAX_HEADER_SIZE, MAX_HEADERS);

	private State state = State.STATUS_LINE;

	private int status;

	private int bodyLength;

	private Headers headers = Headers.empty();

	private @Nullable DeflateAgreement deflate;

	/**
	 * Creates a handshake.
	 * @param uri a URI with the scheme {@code ws} or {@code wss}, and without a fragment
	 * @param subprotocols the subprotocols to offer, in order of preference
	 * @param extraHeaders additional headers of the request; Host replaces the host of
	 * the URI
	 * @param nonce16 16 random bytes
	 */
	public ClientHandshake(URI uri, List<String> subprotocols, Headers extraHeaders, byte[] nonce16) {
		this(uri, subprotocols, extraHeaders, null, nonce16);
	}

	/**
	 * Creates a handshake that offers permessage-deflate (RFC 7692 7.1).
	 * @param uri a URI with the scheme {@code ws} or {@code wss}, and without a fragment
	 * @param subprotocols the subprotocols to offer, in order of preference
	 * @param extraHeaders additional headers of the request; Host replaces the host of
	 * the URI
	 * @param offer the parameters to offer, or {@code null} for no compression
	 * @param nonce16 16 random bytes
	 */
	public ClientHandshake(URI uri, List<String> subprotocols, Headers extraHeaders, @Nullable DeflateParameters offer,
			byte[] nonce16) {
		String scheme = (uri.getScheme() != null) ? uri.getScheme().toLowerCase(Locale.ROOT) : "";
		if (!Set.of("ws", "wss").contains(scheme) || uri.getHost() == null || uri.getRawFragment() != null) {
			// RFC 6455 3
			throw new IllegalArgumentException(
					"'" + uri + "' is not a WebSocket URI: ws or wss, a host, and no fragment");
		}
		Set<String> names = new HashSet<>();
		for (String name : subprotocols) {
			if (!Headers.isToken(name) || !names.add(name)) {
				throw new IllegalArgumentException("Subprotocol '" + name + "' is not a token, or appears twice");
			}
		}
		this.uri = URI.create(uri.toASCIIString());
		this.subprotocols = List.copyOf(subprotocols);
		this.extraHeaders = extraHeaders;
		this.offer = offer;
		this.key = WebSocketKey.of(nonce16);
	}

	/**
	 * Returns the request, encoded for sending.
	 * @return the bytes of the complete request
	 */
	public byte[] request() {
		Headers handshake = Headers.of("Upgrade", "websocket", "Connection", "Upgrade", "Sec-WebSocket-Key", this.key,
				"Sec-WebSocket-Version", "13");
		if (!this.subprotocols.isEmpty()) {
			handshake = handshake.with("Sec-WebSocket-Protocol", String.join(", ", this.subprotocols));
		}
		if (this.offer != null) {
			handshake = handshake.with("Sec-WebSocket-Extensions", this.offer.header());
		}
		Headers host = (this.extraHeaders.first("Host") == null) ? Headers.of("Host", host()) : Headers.empty();
		return MessageHead.bytes("GET " + target() + " HTTP/1.1", host, handshake, this.extraHeaders);
	}

	/**
	 * Parses the next bytes of the response.
	 * @param data the array that contains the bytes
	 * @param offset the index of the first byte
	 * @param length the number of bytes
	 * @return the number of bytes that belong to the response; the bytes after it are
	 * frames
	 * @throws HandshakeRejectedException if the server rejects the handshake, or sends an
	 * invalid response; if the length of a rejection's body is known, the exception is
	 * thrown when the body is complete
	 */
	public int parse(byte[] data, int offset, int length) throws HandshakeRejectedException {
		int position = offset;
		int end = offset + length;
		while (position < end && this.state.compareTo(State.FIELD_LINES) < 0) {
			acceptStatusLine(data[position]);
			position++;
		}
		if (this.state == State.FIELD_LINES) {
			position += parseFieldLines(data, position, end - position);
			if (this.fieldLines.isComplete()) {
				this.headers = this.fieldLines.headers();
				endHead();
			}
		}
		if (this.state == State.BODY) {
			int taken = Math.min(end - position, this.bodyLength - this.text.size());
			this.text.write(data, position, taken);
			position += taken;
			if (this.text.size() == this.bodyLength || this.headers.first("Content-Length") == null) {
				throw rejected("The server rejected the handshake");
			}
		}
		return position - offset;
	}

	/**
	 * Processes the end of the server's output.
	 * @throws HandshakeRejectedException with the part of the response that was received,
	 * unless the handshake is complete
	 */
	public void endOfInput() throws HandshakeRejectedException {
		if (!isComplete()) {
			throw rejected((this.state == State.BODY) ? "The server rejected the handshake"
					: "The connection ended before the response was complete");
		}
	}

	/**
	 * Returns true if the server has accepted the handshake.
	 * @return whether the session is open
	 */
	public boolean isComplete() {
		return this.state == State.COMPLETE;
	}

	/**
	 * Returns the subprotocol that the server chose.
	 * @return one of the offered subprotocols, or {@code null}
	 */
	public @Nullable String subprotocol() {
		return this.headers.first("Sec-WebSocket-Protocol");
	}

	/**
	 * Returns the agreement about permessage-deflate.
	 * @return the agreement, or {@code null} if compression was not offered, or was
	 * declined
	 */
	public @Nullable DeflateAgreement deflate() {
		return this.deflate;
	}

	/**
	 * Returns the headers of the response.
	 * @return the headers, which are empty until the header section is complete
	 */
	public Headers responseHeaders() {
		return this.headers;
	}

	private String host() {
		// URI.getHost keeps the brackets of an IPv6 address.
		return (this.uri.getPort() < 0) ? this.uri.getHost() : this.uri.getHost() + ":" + this.uri.getPort();
	}

	private String target() {
		String path = this.uri.getRawPath().isEmpty() ? "/" : this.uri.getRawPath();
		return (this.uri.getRawQuery() != null) ? path + "?" + this.uri.getRawQuery() : path;
	}

	private void acceptStatusLine(byte b) throws HandshakeRejectedException {
		if (this.state == State.STATUS_LINE && HttpBytes.FIELD_TEXT.contains((char) (b & 0xFF))
				&& this.text.size() < MAX_STATUS_LINE) {
			this.text.write(b);
		}
		else if (this.state == State.STATUS_LINE && b == '\r') {
			this.state = State.STATUS_LINE_END;
		}
		else if (this.state == State.STATUS_LINE_END && b == '\n') {
			this.status = parseStatus(this.text.toString(StandardCharsets.ISO_8859_1));
			this.text.reset();
			this.state = State.FIELD_LINES;
		}
		else {
			throw rejected("The response is not HTTP/1.1: " + HttpBytes.name(b) + " in the status line");
		}
	}

	/** Parses a status line (RFC 9112 4): the version, the status, an optional phrase. */
	private int parseStatus(String line) throws HandshakeRejectedException {
		String[] parts = line.split(" ", 3);
		if (parts.length < 2 || !parts[0].equals("HTTP/1.1") || !parts[1].matches("[1-5][0-9][0-9]")) {
			throw rejected("The response is not HTTP/1.1: its status line is invalid");
		}
		return Integer.parseInt(parts[1]);
	}

	private int parseFieldLines(byte[] data, int offset, int length) throws HandshakeRejectedException {
		try {
			return this.fieldLines.parse(data, offset, length);
		}
		catch (HandshakeException ex) {
			throw rejected("The response is not HTTP/1.1: " + ex.response().body());
		}
	}

	private void endHead() throws HandshakeRejectedException {
		if (this.status == 101) {
			checkSwitch();
			this.state = State.COMPLETE;
		}
		else {
			this.bodyLength = bodyLength(this.headers.first("Content-Length"));
			this.state = State.BODY;
		}
	}

	private static int bodyLength(@Nullable String contentLength) {
		boolean small = contentLength != null && contentLength.matches("[0-9]{1,5}");
		return small ? Math.min(Integer.parseInt(contentLength), MAX_BODY) : MAX_BODY;
	}

	/** Validates a response with status 101 as RFC 6455 4.1 requires of clients. */
	private void checkSwitch() throws HandshakeRejectedException {
		require(isOnly("Upgrade", "websocket"), "Upgrade is not 'websocket'");
		require(this.headers.tokens("Connection").stream().anyMatch("Upgrade"::equalsIgnoreCase),
				"Connection does not say 'Upgrade'");
		require(this.headers.all("Sec-WebSocket-Accept").equals(List.of(WebSocketKey.accept(this.key))),
				"Sec-WebSocket-Accept does not match the key");
		this.deflate = checkExtensions(this.headers.all("Sec-WebSocket-Extensions"));
		List<String> chosen = this.headers.all("Sec-WebSocket-Protocol");
		require(chosen.size() <= 1 && this.subprotocols.containsAll(chosen), "the subprotocol was not offered");
	}

	private @Nullable DeflateAgreement checkExtensions(List<String> values) throws HandshakeRejectedException {
		List<Extension> accepted = ExtensionGrammar.parse(values);
		if (accepted == null) {
			throw notAHandshake("Sec-WebSocket-Extensions is malformed");
		}
		if (accepted.isEmpty()) {
			return null;
		}
		DeflateParameters offered = this.offer;
		if (offered == null) {
			throw notAHandshake("an extension was not offered");
		}
		try {
			return DeflateNegotiation.check(offered, accepted);
		}
		catch (NegotiationException ex) {
			throw notAHandshake(String.valueOf(ex.getMessage()));
		}
	}

	private boolean isOnly(String name, String value) {
		List<String> values = this.headers.all(name);
		return values.size() == 1 && values.get(0).equalsIgnoreCase(value);
	}

	private void require(boolean fulfilled, String complaint) throws HandshakeRejectedException {
		if (!fulfilled) {
			throw notAHandshake(complaint);
		}
	}

	private HandshakeRejectedException notAHandshake(String complaint) {
		return rejected("The response is not a WebSocket handshake: " + complaint);
	}

	private HandshakeRejectedException rejected(String message) {
		String body = (this.state == State.BODY) ? this.text.toString(StandardCharsets.UTF_8) : "";
		return new HandshakeRejectedException((this.status != 0) ? message + " (status " + this.status + ")" : message,
				this.status, this.headers, body);
	}

}
