/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.test;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

import dev.wsboot.engine.CloseCode;
import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.frame.Opcode;

/**
 * A WebSocket client for tests that are written as a dialogue. Blocking and not
 * thread-safe: <pre class="code">
 * try (WsTestClient ann = WsTestClient.connect("ws://localhost:" + port + "/echo")) {
 *     ann.send("hello").expectText("hello");
 *     ann.close(1000, "bye").expectClose(1000);
 * }
 * </pre> Each {@code expect} method waits for the next message or event from the server.
 * An {@link AssertionError} is thrown if another event arrives or the timeout elapses.
 * While a method waits, pings of the server are answered. Pings are reported only by
 * {@link #expectPing}.
 */
public final class WsTestClient implements AutoCloseable {

	private final RawConnection connection;

	private final WsHttpResponse response;

	private final FrameSender sender;

	private final FrameReceiver receiver;

	private final ExpectedEvents events;

	private final JsonMessages json;

	WsTestClient(RawConnection connection, WsHttpResponse response, FrameSender sender, FrameReceiver receiver,
			JsonMessages json) {
		this.connection = connection;
		this.response = response;
		this.sender = sender;
		this.receiver = receiver;
		this.events = new ExpectedEvents(connection, receiver);
		this.json = json;
	}

	/**
	 * Connects to a server.
	 * @param uri the URI, such as {@code ws://localhost:8090/chat/a?name=Ann}
	 * @return the client, connected
	 * @throws AssertionError if the server does not accept the handshake
	 */
	public static WsTestClient connect(String uri) {
		return to(uri).connect();
	}

	/**
	 * Prepares to connect to a server.
	 * @param uri the URI, such as {@code ws://localhost:8090/chat/a?name=Ann}
	 * @return a connector for headers, subprotocols and other settings
	 */
	public static WsTestConnector to(String uri) {
		return new WsTestConnector(URI.create(uri));
	}

	/**
	 * Returns the server's response to the handshake.
	 * @return the response with status 101
	 */
	public WsHttpResponse response() {
		return this.response;
	}

	/**
	 * Returns the subprotocol selected by the server.
	 * @return its name, or {@code null} for none
	 */
	public @Nullable String subprotocol() {
		return this.response.headers().first("Sec-WebSocket-Protocol");
	}

	/**
	 * Returns the negotiated parameters of compression.
	 * @return the server's {@code Sec-WebSocket-Extensions}, or {@code null} if messages
	 * are not compressed
	 */
	public @Nullable String compression() {
		return this.response.headers().first("Sec-WebSocket-Extensions");
	}

	/**
	 * Returns the connection itself, for tests with invalid input.
	 * @return the connection
	 */
	public RawConnection raw() {
		return this.connection;
	}

	/**
	 * Returns the faults of this client: slow writing and reading, cutting the
	 * connection, vanishing, and flooding.
	 * @return the faults
	 */
	public ClientFaults faults() {
		return new ClientFaults(this.connection, this.sender, this.receiver);
	}

	/**
	 * Sends a text message.
	 * @param text the text
	 * @return this
	 */
	public WsTestClient send(String text) {
		return sendRaw(this.sender.message(Opcode.TEXT, text.getBytes(StandardCharsets.UTF_8)));
	}

	/**
	 * Sends a text message in several fragments without compression.
	 * @param parts the fragments, at least one
	 * @return this
	 */
	public WsTestClient sendFragments(String... parts) {
		for (int i = 0; i < parts.length; i++) {
			Opcode opcode = (i == 0) ? Opcode.TEXT : Opcode.CONTINUATION;
			sendFrame(i == parts.length - 1, opcode.bits(), parts[i].getBytes(StandardCharsets.UTF_8));
		}
		return this;
	}

	/**
	 * Sends a text message of JSON. Needs Jackson 3 on the class path.
	 * @param value the value, which is written by Jackson
	 * @return this
	 */
	public WsTestClient sendJson(Object value) {
		return send(this.json.write(value));
	}

	/**
	 * Sends a binary message.
	 * @param payload the payload
	 * @return this
	 */
	public WsTestClient sendBinary(byte... payload) {
		return sendRaw(this.sender.message(Opcode.BINARY, payload));
	}

	/**
	 * Sends a ping.
	 * @param payload at most 125 bytes in UTF-8
	 * @return this
	 */
	public WsTestClient ping(String payload) {
		return sendFrame(true, Opcode.PING.bits(), payload.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Sends a Close frame without waiting for the reply (see {@link #expectClose(int)}).
	 * @param code the code, valid or not
	 * @param reason the reason, possibly empty
	 * @return this
	 */
	public WsTestClient close(int code, String reason) {
		byte[] text = reason.getBytes(StandardCharsets.UTF_8);
		byte[] payload = new byte[2 + text.length];
		payload[0] = (byte) (code >>> 8);
		payload[1] = (byte) code;
		System.arraycopy(text, 0, payload, 2, text.length);
		return sendFrame(true, Opcode.CLOSE.bits(), payload);
	}

	/**
	 * Sends one masked frame, valid or not. For other header bits and lengths, see
	 * {@link #sendRaw}.
	 * @param fin whether the frame is the last one of its message
	 * @param opcode 0 to 15
	 * @param payload the payload
	 * @return this
	 */
	public WsTestClient sendFrame(boolean fin, int opcode, byte... payload) {
		return sendRaw(this.sender.frame(fin, opcode, payload));
	}

	/**
	 * Sends bytes unchanged.
	 * @param bytes the bytes, such as a broken frame
	 * @return this
	 */
	public WsTestClient sendRaw(byte... bytes) {
		this.connection.send(bytes);
		return this;
	}

	/**
	 * Waits for a text message.
	 * @return the text
	 */
	public String expectText() {
		return this.events.next("a text", Received.Text.class).text();
	}

	/**
	 * Waits for a text message.
	 * @param text the expected text
	 * @return this
	 */
	public WsTestClient expectText(String text) {
		this.events.next(new Received.Text(text).describe(), Received.Text.class, (came) -> came.text().equals(text));
		return this;
	}

	/**
	 * Waits for a text message of JSON. Needs Jackson 3 on the class path.
	 * @param <T> the type to read
	 * @param type the type to read; {@code JsonNode} reads anything
	 * @return the value read by Jackson
	 */
	public <T> T expectJson(Class<T> type) {
		return this.events.read("JSON of " + type.getSimpleName(), (text) -> this.json.read(text, type));
	}

	/**
	 * Waits for a text message of JSON. Needs Jackson 3 on the class path.
	 * @param <T> the type to read
	 * @param type the type to read, such as {@code new TypeReference<List<Said>>() {}}
	 * @return the value read by Jackson
	 */
	public <T> T expectJson(TypeReference<T> type) {
		return this.events.read("JSON of " + type.getType().getTypeName(), (text) -> this.json.read(text, type));
	}

	/**
	 * Waits for a text message that matches, skipping earlier messages and pongs.
	 * @param matches the predicate for the text
	 * @return the text
	 */
	public String awaitText(Predicate<? super String> matches) {
		return this.events.await("a text that matches", (text) -> matches.test(text) ? text : null);
	}

	/**
	 * Waits for a text message of JSON that matches, skipping earlier messages and pongs,
	 * including messages that cannot be read as the type. Needs Jackson 3 on the class
	 * path.
	 * @param <T> the type to read
	 * @param type the type to read
	 * @param matches the predicate for the value
	 * @return the value read by Jackson
	 */
	public <T> T awaitJson(Class<T> type, Predicate<? super T> matches) {
		return this.events.await("JSON of " + type.getSimpleName() + " that matches", (text) -> {
			T value;
			try {
				value = this.json.read(text, type);
			}
			catch (RuntimeException ex) {
				return null;
			}
			return (value != null && matches.test(value)) ? value : null;
		});
	}

	/**
	 * Waits for a JSON object that names a type, skipping earlier messages and pongs.
	 * Needs Jackson 3 on the class path.
	 * @param <T> the type to read
	 * @param name the value of the object's field {@code type}, or of the field set by
	 * {@link WsTestConnector#discriminator}
	 * @param type the type to read; {@code JsonNode} reads anything
	 * @return the value read by Jackson
	 */
	public <T> T awaitType(String name, Class<T> type) {
		return this.events.await("JSON of the type '" + name + "'", (text) -> this.json.read(text, name, type));
	}

	/**
	 * Waits for a binary message.
	 * @return the payload
	 */
	public byte[] expectBinary() {
		return this.events.next("a binary message", Received.Binary.class).bytes();
	}

	/**
	 * Waits for a binary message.
	 * @param payload the expected payload
	 * @return this
	 */
	public WsTestClient expectBinary(byte... payload) {
		this.events.next(new Received.Binary(payload).describe(), Received.Binary.class,
				(came) -> Arrays.equals(came.bytes(), payload));
		return this;
	}

	/**
	 * Waits for a ping, which is answered unless {@link WsTestConnector#answerNoPings}
	 * was called.
	 * @return the payload
	 */
	public byte[] expectPing() {
		return this.events.next("a ping", Received.Ping.class).payload();
	}

	/**
	 * Waits for a pong.
	 * @param payload the expected payload
	 * @return this
	 */
	public WsTestClient expectPong(String payload) {
		byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
		this.events.next(new Received.Pong(bytes).describe(), Received.Pong.class,
				(came) -> Arrays.equals(came.payload(), bytes));
		return this;
	}

	/**
	 * Waits for a Close frame, which is answered unless the client has already sent one
	 * or {@link WsTestConnector#answerNoCloses} was called.
	 * @return the code (1005 for none) and reason
	 */
	public CloseStatus expectClose() {
		return expectClose("a close", -1);
	}

	/**
	 * Waits for a Close frame, which is answered unless the client has already sent one
	 * or {@link WsTestConnector#answerNoCloses} was called.
	 * @param code the expected code, 1005 for none
	 * @return the code and reason
	 */
	public CloseStatus expectClose(int code) {
		return expectClose((code == CloseCode.NO_STATUS.value()) ? "a close without a code" : "a close with " + code,
				code);
	}

	/**
	 * Waits for the end of the connection, which may be a FIN or a reset.
	 */
	public void expectEnd() {
		this.events.next("the end of the connection", Received.End.class);
	}

	/**
	 * Closes with 1000 and expects the server's Close frame next. All messages sent
	 * before are then handled, and no unexpected reply is left.
	 */
	public void expectNothingMore() {
		close(CloseCode.NORMAL.value(), "");
		expectClose("nothing more but the reply to a close", CloseCode.NORMAL.value());
	}

	/**
	 * Expects that nothing arrives for a time. Prefer {@link #expectNothingMore}, which
	 * is faster and also detects late messages.
	 * @param duration the time to wait
	 * @return this
	 */
	public WsTestClient expectNothingFor(Duration duration) {
		this.events.nothingFor(duration);
		return this;
	}

	/**
	 * Closes the connection. If no Close frame was sent, one with 1000 is sent, without
	 * waiting for the server's reply. Throws no exception, so that failures of the test
	 * are not hidden.
	 */
	@Override
	public void close() {
		if (this.connection.isPresent() && !this.sender.isCloseSent() && !this.receiver.hasFailed()) {
			close(CloseCode.NORMAL.value(), "");
			this.connection.endOutput();
		}
		this.connection.close();
		this.receiver.close();
		this.sender.close();
	}

	private CloseStatus expectClose(String expected, int code) {
		return this.events.next(expected, Received.Close.class, (close) -> code == -1 || close.status().code() == code)
			.status();
	}

}
