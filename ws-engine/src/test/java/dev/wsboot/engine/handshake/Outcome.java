/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.handshake;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

import dev.wsboot.engine.HandshakeDecision;
import dev.wsboot.engine.HandshakeDecision.Accept;
import dev.wsboot.engine.HandshakeRequest;
import dev.wsboot.engine.RejectReason;
import dev.wsboot.engine.SessionHandler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * All that can be seen of a handshake, so that two of them can be compared.
 *
 * @param response the bytes for the peer as text, or {@code "more"}
 * @param reason why it was refused, or {@code null}
 * @param message the line for the log, or {@code null}
 * @param path the path for the application, or {@code null}
 * @param query the query for the application, or {@code null}
 * @param fields the header lines for the application
 * @param rest what is left for the frame decoder, as text
 */
public record Outcome(String response, RejectReason reason, String message, String path, String query,
		List<String> fields, String rest) {

	public static final int MAX_REQUEST_LINE = 128;

	public static final int MAX_HEADER_SIZE = 1024;

	public static final int MAX_HEADERS = 20;

	private static final InetSocketAddress REMOTE = new InetSocketAddress("192.0.2.1", 12345);

	/** The whole input at once. */
	public static Outcome whole(HandshakeVector vector) {
		return of(vector, () -> vector.input().length);
	}

	/** One byte after the other. */
	static Outcome byteByByte(HandshakeVector vector) {
		return of(vector, () -> 1);
	}

	/** Pieces of random length, empty ones among them. */
	static Outcome split(HandshakeVector vector, long seed) {
		Random random = new Random(seed);
		return of(vector, () -> random.nextInt(1 + random.nextInt(40)));
	}

	/** Pieces that end there, empty ones among them. */
	static Outcome inPieces(HandshakeVector vector, int... ends) {
		AtomicInteger piece = new AtomicInteger();
		return of(vector, () -> {
			int next = piece.getAndIncrement();
			return ends[next] - ((next > 0) ? ends[next - 1] : 0);
		});
	}

	private static Outcome of(HandshakeVector vector, IntSupplier lengths) {
		HttpRequestParser parser = new HttpRequestParser(MAX_REQUEST_LINE, MAX_HEADER_SIZE, MAX_HEADERS);
		byte[] input = vector.input();
		int position = 0;
		try {
			while (position < input.length && !parser.isComplete()) {
				int length = Math.min(lengths.getAsInt(), input.length - position);
				// As in a read buffer that holds other bytes before and behind.
				byte[] buffer = new byte[length + 7];
				Arrays.fill(buffer, (byte) '\n');
				System.arraycopy(input, position, buffer, 3, length);
				int consumed = parser.parse(buffer, 3, length);
				if (!parser.isComplete() && consumed != length) {
					throw new AssertionError("Consumed " + consumed + " of " + length + " without being complete");
				}
				position += consumed;
			}
			if (!parser.isComplete()) {
				return new Outcome("more", null, null, null, null, List.of(), "");
			}
			String rest = new String(input, position, input.length - position, StandardCharsets.ISO_8859_1);
			return accepted(vector, parser.request(), rest);
		}
		catch (HandshakeException ex) {
			String response = new String(Handshaker.rejectResponse(ex.response()), StandardCharsets.UTF_8);
			return new Outcome(response, ex.reason(), ex.getMessage(), null, null, List.of(), "");
		}
	}

	private static Outcome accepted(HandshakeVector vector, HttpRequest head, String rest) throws HandshakeException {
		Handshaker handshaker = new Handshaker(new OriginPolicy(vector.list("origins")),
				new HostPolicy(vector.list("hosts")), vector.allowsEncodedSlash());
		HandshakeRequest request = handshaker.check(head, REMOTE, true, null, vector.loopbackPort());
		Accept decision = HandshakeDecision.accept(new SessionHandler() {
		}).subprotocols(vector.list("speaks"));
		String response = new String(Handshaker.acceptResponse(request, decision, null), StandardCharsets.ISO_8859_1);
		List<String> fields = new ArrayList<>();
		for (int line = 0; line < request.headers().size(); line++) {
			fields.add(request.headers().name(line) + ": " + request.headers().value(line));
		}
		return new Outcome(response, null, null, request.path(), request.query(), fields, rest);
	}

	/** What an application may rely on, if it was accepted. */
	void assertIsSafe(String name) {
		assertThat(this.path).as(name).startsWith("/");
		assertThat(this.path.chars()).as(name).noneMatch(Character::isISOControl);
		assertThat(this.path.split("/", -1)).as(name).doesNotContain(".", "..").noneMatch((s) -> s.contains("\\"));
		assertThat(this.fields).as(name).allMatch((line) -> line.matches("[!-~]+: [\\t -~\\x80-\\xff]*"));
		assertThat(responseFields()).as(name)
			.hasSizeBetween(3, 4)
			.allMatch((line) -> line.matches("[A-Za-z-]+: [!-~]+"));
	}

	int status() {
		return Integer.parseInt(this.response.substring("HTTP/1.1 ".length(), "HTTP/1.1 ".length() + 3));
	}

	/** The header lines of the response. */
	List<String> responseFields() {
		List<String> lines = List.of(head().split("\r\n", -1));
		return lines.subList(1, lines.size());
	}

	String body() {
		return this.response.substring(head().length() + 4);
	}

	private String head() {
		return this.response.substring(0, this.response.indexOf("\r\n\r\n"));
	}

}
