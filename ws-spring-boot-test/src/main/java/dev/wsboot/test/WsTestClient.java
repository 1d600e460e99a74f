package dev.wsboot.test;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

import dev.wsboot.engine.CloseCode;
import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.frame.Opcode;

/**
 * A WebSocket client for tests that reads as a dialogue. It blocks, and is for one
 * thread: <pre class="code">
 * try (WsTestClient ann = WsTestClient.connect("ws://localhost:" + port + "/echo")) {
 *     ann.send("hello").expectText("hello");
 *     ann.close(1000, "bye").expectClose(1000);
 * }
 * </pre> Each {@code expect} method waits for the next thing that the server sends and
 * throws an {@link AssertionError} if it is something else, or if nothing comes in time.
 * Pings of the server are answered while waiting, and seen by {@link #expectPing} only.
 */
public final class WsTestClient implements AutoCloseable {

	private final RawConnection connection;

	private final HttpAnswer answer;

	private final FrameSender sender;

	private final FrameReceiver receiver;

	private final JsonMessages json;

	WsTestClient(RawConnection connection, HttpAnswer answer, FrameSender sender, FrameReceiver receiver,
			JsonMessages json) {
		this.connection = connection;
		this.answer = answer;
		this.sender = sender;
		this.receiver = receiver;
		this.json = json;
	}

	/**
	 * Connects to a server.
	 * @param uri such as {@code ws://localhost:8090/chat/a?name=Ann}
	 * @return the client, connected
	 * @throws AssertionError if the server does not accept the handshake
	 */
	public static WsTestClient connect(String uri) {
		return to(uri).connect();
	}

	/**
	 * Prepares to connect to a server.
	 * @param uri such as {@code ws://localhost:8090/chat/a?name=Ann}
	 * @return what else there is to say before
	 */
	public static WsTestConnector to(String uri) {
		return new WsTestConnector(URI.create(uri));
	}

	/**
	 * Returns the server's answer to the handshake.
	 * @return a 101
	 */
	public HttpAnswer answer() {
		return this.answer;
	}

	/**
	 * Returns the subprotocol that the server chose.
	 * @return its name, or {@code null} for none
	 */
	public @Nullable String subprotocol() {
		return this.answer.headers().first("Sec-WebSocket-Protocol");
	}

	/**
	 * Returns what was agreed about compression.
	 * @return the server's {@code Sec-WebSocket-Extensions}, or {@code null} if messages
	 * are not compressed
	 */
	public @Nullable String compression() {
		return this.answer.headers().first("Sec-WebSocket-Extensions");
	}

	/**
	 * Returns the connection itself, for hostile tests.
	 * @return the connection
	 */
	public RawConnection raw() {
		return this.connection;
	}

	/**
	 * Returns what else this client can do to the server: slow down, cut the connection,
	 * vanish, flood.
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
	 * Sends a text message in several fragments, not compressed.
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
	 * @param value what Jackson writes
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
	 * Sends a Close frame, and waits for nothing; {@link #expectClose(int)} does.
	 * @param code the code, legal or not
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
	 * Sends one masked frame, legal or not. For other header bits and lengths, see
	 * {@link #sendRaw}.
	 * @param fin whether it ends its message
	 * @param opcode 0 to 15
	 * @param payload the payload
	 * @return this
	 */
	public WsTestClient sendFrame(boolean fin, int opcode, byte... payload) {
		return sendRaw(this.sender.frame(fin, opcode, payload));
	}

	/**
	 * Sends bytes as they are.
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
		String expected = "a text";
		Received next = next(expected);
		if (next instanceof Received.Text text) {
			return text.text();
		}
		throw unmet(expected, next);
	}

	/**
	 * Waits for a text message.
	 * @param text the text that is to come
	 * @return this
	 */
	public WsTestClient expectText(String text) {
		String expected = new Received.Text(text).describe();
		Received next = next(expected);
		if (next instanceof Received.Text came && came.text().equals(text)) {
			return this;
		}
		throw unmet(expected, next);
	}

	/**
	 * Waits for a text message of JSON. Needs Jackson 3 on the class path.
	 * @param <T> the type to read
	 * @param type the type to read; {@code JsonNode} reads anything
	 * @return what Jackson has read
	 */
	public <T> T expectJson(Class<T> type) {
		return expectJson("JSON of " + type.getSimpleName(), (text) -> this.json.read(text, type));
	}

	/**
	 * Waits for a text message of JSON. Needs Jackson 3 on the class path.
	 * @param <T> the type to read
	 * @param type the type to read, such as {@code new TypeReference<List<Said>>() {}}
	 * @return what Jackson has read
	 */
	public <T> T expectJson(TypeReference<T> type) {
		return expectJson("JSON of " + type.getType().getTypeName(), (text) -> this.json.read(text, type));
	}

	private <T> T expectJson(String expected, Function<String, T> reader) {
		Received next = next(expected);
		if (next instanceof Received.Text text) {
			try {
				return reader.apply(text.text());
			}
			catch (RuntimeException ex) {
				AssertionError error = unmet(expected, next);
				error.addSuppressed(ex);
				throw error;
			}
		}
		throw unmet(expected, next);
	}

	/**
	 * Waits for a text message that matches, and passes over the messages and pongs
	 * before.
	 * @param matches what the text must match
	 * @return the text
	 */
	public String awaitText(Predicate<? super String> matches) {
		return await("a text that matches", (text) -> matches.test(text) ? text : null);
	}

	/**
	 * Waits for a text message of JSON that matches, and passes over the messages and
	 * pongs before, also those that cannot be read as the type. Needs Jackson 3 on the
	 * class path.
	 * @param <T> the type to read
	 * @param type the type to read
	 * @param matches what the value must match
	 * @return what Jackson has read
	 */
	public <T> T awaitJson(Class<T> type, Predicate<? super T> matches) {
		return await("JSON of " + type.getSimpleName() + " that matches", (text) -> {
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
	 * Waits for a JSON object that names a type, and passes over the messages and pongs
	 * before. Needs Jackson 3 on the class path.
	 * @param <T> the type to read
	 * @param name what the object's field {@code type} says, or the field that
	 * {@link WsTestConnector#discriminator} has set
	 * @param type the type to read; {@code JsonNode} reads anything
	 * @return what Jackson has read
	 */
	public <T> T awaitType(String name, Class<T> type) {
		return await("JSON of the type '" + name + "'", (text) -> this.json.read(text, name, type));
	}

	/** Waits within one time limit, however many messages are passed over. */
	private <T> T await(String expected, Function<String, @Nullable T> matching) {
		long deadline = this.connection.deadline();
		List<Received> passed = new ArrayList<>();
		while (true) {
			Received next = this.receiver.poll(deadline, false);
			T value = (next instanceof Received.Text text) ? matching.apply(text.text()) : null;
			if (value != null) {
				return value;
			}
			if (next == null || next instanceof Received.Close || next instanceof Received.End) {
				String end = (next != null) ? next.describe() + " came"
						: "nothing more came within " + RawConnection.describe(this.connection.timeout());
				throw this.connection.unmet(expected, end + describe(passed));
			}
			passed.add(next);
		}
	}

	private static String describe(List<Received> passed) {
		if (passed.isEmpty()) {
			return "";
		}
		return ", after " + passed.size() + " other " + ((passed.size() == 1) ? "message" : "messages")
				+ ", the last of which was " + passed.get(passed.size() - 1).describe();
	}

	/**
	 * Waits for a binary message.
	 * @return the payload
	 */
	public byte[] expectBinary() {
		String expected = "a binary message";
		Received next = next(expected);
		if (next instanceof Received.Binary binary) {
			return binary.bytes();
		}
		throw unmet(expected, next);
	}

	/**
	 * Waits for a binary message.
	 * @param payload the payload that is to come
	 * @return this
	 */
	public WsTestClient expectBinary(byte... payload) {
		String expected = new Received.Binary(payload).describe();
		Received next = next(expected);
		if (next instanceof Received.Binary came && Arrays.equals(came.bytes(), payload)) {
			return this;
		}
		throw unmet(expected, next);
	}

	/**
	 * Waits for a ping, which is answered unless the connector was told not to.
	 * @return its payload
	 */
	public byte[] expectPing() {
		String expected = "a ping";
		Received next = nextOf(expected, true);
		if (next instanceof Received.Ping ping) {
			return ping.payload();
		}
		throw unmet(expected, next);
	}

	/**
	 * Waits for a pong.
	 * @param payload the payload that is to come
	 * @return this
	 */
	public WsTestClient expectPong(String payload) {
		byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
		String expected = new Received.Pong(bytes).describe();
		Received next = next(expected);
		if (next instanceof Received.Pong came && Arrays.equals(came.payload(), bytes)) {
			return this;
		}
		throw unmet(expected, next);
	}

	/**
	 * Waits for a Close frame, which is answered unless the client has sent its own
	 * before or the connector was told not to.
	 * @return its code, 1005 if it has none, and its reason
	 */
	public CloseStatus expectClose() {
		return expectClose("a close", -1);
	}

	/**
	 * Waits for a Close frame, which is answered unless the client has sent its own
	 * before or the connector was told not to.
	 * @param code the code that is to come, 1005 for none
	 * @return its code and reason
	 */
	public CloseStatus expectClose(int code) {
		return expectClose((code == CloseCode.NO_STATUS.value()) ? "a close without a code" : "a close with " + code,
				code);
	}

	/**
	 * Waits for the end of the connection, be it an orderly one or a reset.
	 */
	public void expectEnd() {
		String expected = "the end of the connection";
		Received next = next(expected);
		if (!(next instanceof Received.End)) {
			throw unmet(expected, next);
		}
	}

	/**
	 * Closes with 1000 and expects that the server's Close frame is the next thing to
	 * come: all that was sent before has then been handled, and nothing was left over.
	 */
	public void expectNothingMore() {
		close(CloseCode.NORMAL.value(), "");
		expectClose("nothing more but the answer to a close", CloseCode.NORMAL.value());
	}

	/**
	 * Expects that nothing comes for some time. Slow by nature, and blind to what comes
	 * later: prefer {@link #expectNothingMore}.
	 * @param duration how long to wait
	 * @return this
	 */
	public WsTestClient expectNothingFor(Duration duration) {
		Received next = this.receiver.poll(System.nanoTime() + duration.toNanos(), false);
		if (next != null) {
			throw unmet("nothing for " + RawConnection.describe(duration), next);
		}
		return this;
	}

	/**
	 * Closes the connection as politely as it still can: with 1000, if no Close frame was
	 * sent, and without waiting for the server's. Throws nothing, so that it does not
	 * hide what the test has found.
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
		Received next = next(expected);
		if (next instanceof Received.Close close && (code == -1 || close.status().code() == code)) {
			return close.status();
		}
		throw unmet(expected, next);
	}

	private Received next(String expected) {
		return nextOf(expected, false);
	}

	private Received nextOf(String expected, boolean pings) {
		Received next = this.receiver.poll(this.connection.deadline(), pings);
		if (next == null) {
			throw this.connection.unmet(expected,
					"nothing came within " + RawConnection.describe(this.connection.timeout()));
		}
		return next;
	}

	private AssertionError unmet(String expected, Received came) {
		return this.connection.unmet(expected, came.describe() + " came");
	}

}
