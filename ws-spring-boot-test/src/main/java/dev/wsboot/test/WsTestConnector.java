package dev.wsboot.test;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;

import javax.net.ssl.SSLContext;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import dev.wsboot.engine.Headers;
import dev.wsboot.engine.compression.DeflateParameters;
import dev.wsboot.engine.compression.Extension;
import dev.wsboot.engine.handshake.ClientHandshake;
import dev.wsboot.engine.handshake.ExtensionGrammar;

/**
 * What a {@link WsTestClient} is told before it connects. For one thread.
 */
public final class WsTestConnector {

	private static final int DEFAULT_PORT = 80;

	private static final int DEFAULT_TLS_PORT = 443;

	private static final int SWITCHING_PROTOCOLS = 101;

	private static final SecureRandom RANDOM = new SecureRandom();

	private final URI uri;

	private Headers headers = Headers.empty();

	private List<String> subprotocols = List.of();

	private Duration timeout = RawConnection.DEFAULT_TIMEOUT;

	private boolean answersPings = true;

	private boolean answersCloses = true;

	/** In bytes, 0 for what the operating system finds right. */
	private int receiveBuffer;

	private @Nullable DeflateParameters offer;

	/** A {@code JsonMapper}; {@code null} for Jackson's defaults. */
	private @Nullable Object mapper;

	/** The field of JSON messages that names their type. */
	private String discriminator = "type";

	/** {@code null} for {@code ws}. */
	private @Nullable SSLContext tls;

	WsTestConnector(URI uri) {
		boolean secure = "wss".equalsIgnoreCase(uri.getScheme());
		if (!(secure || "ws".equalsIgnoreCase(uri.getScheme())) || uri.getHost() == null) {
			throw new IllegalArgumentException("'uri' must look like ws://host:port/path or wss://..., not " + uri);
		}
		this.uri = uri;
		this.tls = secure ? TrustAll.context() : null;
	}

	/**
	 * Adds a header to the request, such as {@code Origin} or {@code Authorization}.
	 * @param name the name
	 * @param value the value
	 * @return this
	 */
	public WsTestConnector header(String name, String value) {
		this.headers = this.headers.with(name, value);
		return this;
	}

	/**
	 * Offers subprotocols.
	 * @param names the names, the preferred one first
	 * @return this
	 */
	public WsTestConnector subprotocols(String... names) {
		this.subprotocols = List.of(names);
		return this;
	}

	/**
	 * Sets how long each expectation may take, by default the system property
	 * {@code ws.test.timeout}, in seconds, or 10 seconds.
	 * @param longest the time
	 * @return this
	 */
	public WsTestConnector timeout(Duration longest) {
		this.timeout = longest;
		return this;
	}

	/**
	 * Sets whom to trust and which certificate to show, where the scheme is {@code wss}.
	 * By default every certificate is trusted, for whatever name, and none is shown.
	 * @param context the context, such as {@code SslBundle.createSslContext()}
	 * @return this
	 * @throws IllegalStateException if the scheme is {@code ws}
	 */
	public WsTestConnector tls(SSLContext context) {
		if (this.tls == null) {
			throw new IllegalStateException("There is no TLS to " + this.uri);
		}
		this.tls = context;
		return this;
	}

	/**
	 * Leaves pings and Close frames of the server unanswered.
	 * @return this
	 */
	public WsTestConnector answerNothing() {
		return answerNoPings().answerNoCloses();
	}

	/**
	 * Leaves pings of the server unanswered, as a peer does that is dead.
	 * @return this
	 */
	public WsTestConnector answerNoPings() {
		this.answersPings = false;
		return this;
	}

	/**
	 * Leaves Close frames of the server unanswered, though pings are answered.
	 * @return this
	 */
	public WsTestConnector answerNoCloses() {
		this.answersCloses = false;
		return this;
	}

	/**
	 * Sets how much the kernel takes that nobody reads, so that who does not read is soon
	 * a slow reader. Much below 128 KiB, TCP itself becomes slow.
	 * @param bytes their number, of which the kernel may make more ({@code SO_RCVBUF})
	 * @return this
	 */
	public WsTestConnector receiveBuffer(int bytes) {
		this.receiveBuffer = bytes;
		return this;
	}

	/**
	 * Offers to compress messages, as browsers do. Messages that would not become smaller
	 * are sent as they are.
	 * @return this
	 */
	public WsTestConnector compression() {
		return compression("permessage-deflate; client_max_window_bits");
	}

	/**
	 * Offers to compress messages. Messages that would not become smaller are sent as
	 * they are.
	 * @param offered what to offer (RFC 7692 7.1), such as
	 * {@code permessage-deflate; server_no_context_takeover}
	 * @return this
	 * @throws IllegalArgumentException if that is not one legal offer of
	 * permessage-deflate; others can be sent as a {@link #header}
	 */
	public WsTestConnector compression(String offered) {
		List<Extension> extensions = ExtensionGrammar.parse(List.of(offered));
		DeflateParameters parameters = (extensions != null && extensions.size() == 1)
				? DeflateParameters.parse(extensions.get(0)) : null;
		if (parameters == null) {
			throw new IllegalArgumentException("'offered' must be an offer of permessage-deflate, not " + offered);
		}
		this.offer = parameters;
		return this;
	}

	/**
	 * Sets what reads and writes JSON, such as the application's mapper; by default a
	 * mapper with Jackson's defaults. Needs Jackson 3 on the class path.
	 * @param jsonMapper the mapper
	 * @return this
	 */
	public WsTestConnector json(JsonMapper jsonMapper) {
		this.mapper = jsonMapper;
		return this;
	}

	/**
	 * Sets the field of JSON messages that names their type, for
	 * {@link WsTestClient#awaitType}; by default {@code type}.
	 * @param field the name of the field
	 * @return this
	 */
	public WsTestConnector discriminator(String field) {
		this.discriminator = field;
		return this;
	}

	/**
	 * Connects.
	 * @return the client, connected
	 * @throws AssertionError if the server does not accept the handshake
	 */
	public WsTestClient connect() {
		return paced().connect();
	}

	/**
	 * Connects, and sends nothing of the request yet.
	 * @return what sends it on demand, or never
	 */
	public PacedHandshake paced() {
		return new PacedHandshake(this, raw(), clientHandshake());
	}

	/**
	 * Connects many clients, one after the other. That some are not accepted is no
	 * failure.
	 * @param count how many to try
	 * @return those that are connected, and how many are not
	 */
	public WsTestClients connectMany(int count) {
		return new WsTestClients(this, count);
	}

	/**
	 * Connects, and expects that the server rejects the handshake and ends the
	 * connection.
	 * @param status the status code that is to come, such as 403
	 * @return the answer
	 * @throws AssertionError if the server answers something else
	 */
	public HttpAnswer expectRejection(int status) {
		try (RawConnection connection = raw()) {
			HttpAnswer answer = connection.send(clientHandshake().request()).expectAnswer(status);
			connection.expectEnd();
			return answer;
		}
	}

	/**
	 * Connects, and sends nothing yet.
	 * @return the connection, to write the request to by hand
	 */
	public RawConnection raw() {
		int port = (this.uri.getPort() >= 0) ? this.uri.getPort()
				: (this.tls != null) ? DEFAULT_TLS_PORT : DEFAULT_PORT;
		return RawConnection.open(this.uri.getHost(), port, this.timeout, this.receiveBuffer, this.tls);
	}

	/** Makes a client of a connection whose handshake is complete. */
	WsTestClient client(RawConnection connection, ClientHandshake handshake) {
		FrameSender sender = new FrameSender(connection, handshake.deflate());
		FrameReceiver receiver = new FrameReceiver(connection, sender, this.answersPings, this.answersCloses,
				handshake.deflate());
		return new WsTestClient(connection, new HttpAnswer(SWITCHING_PROTOCOLS, handshake.responseHeaders(), ""),
				sender, receiver, new JsonMessages(this.mapper, this.discriminator));
	}

	private ClientHandshake clientHandshake() {
		byte[] nonce = new byte[16];
		RANDOM.nextBytes(nonce);
		return new ClientHandshake(this.uri, this.subprotocols, this.headers, this.offer, nonce);
	}

}
