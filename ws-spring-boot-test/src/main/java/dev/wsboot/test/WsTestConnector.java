package dev.wsboot.test;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;

import javax.net.ssl.SSLContext;

import org.jspecify.annotations.Nullable;

import dev.wsboot.engine.Headers;
import dev.wsboot.engine.compression.DeflateParameters;
import dev.wsboot.engine.compression.Extension;
import dev.wsboot.engine.handshake.ClientHandshake;
import dev.wsboot.engine.handshake.ExtensionGrammar;
import dev.wsboot.engine.handshake.HandshakeRefusedException;

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

	private Duration timeout = Duration.ofSeconds(5);

	private boolean automatic = true;

	private @Nullable DeflateParameters offer;

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
	 * Sets how long each expectation may take, 5 seconds by default.
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
		this.automatic = false;
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
	 * Connects.
	 * @return the client, connected
	 * @throws AssertionError if the server does not accept the handshake
	 */
	public WsTestClient connect() {
		RawConnection connection = raw();
		try {
			ClientHandshake handshake = handshake(connection);
			return new WsTestClient(connection, new HttpAnswer(SWITCHING_PROTOCOLS, handshake.responseHeaders(), ""),
					this.automatic, handshake.deflate());
		}
		catch (AssertionError ex) {
			connection.close();
			throw ex;
		}
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
		return RawConnection.open(this.uri.getHost(), port, this.timeout, this.tls);
	}

	private ClientHandshake handshake(RawConnection connection) {
		String expected = "the handshake to be accepted";
		ClientHandshake handshake = clientHandshake();
		connection.send(handshake.request());
		long deadline = connection.deadline();
		byte[] next = new byte[1];
		try {
			while (!handshake.isComplete()) {
				// byte by byte, so that the frames behind it stay where they are
				if (connection.read(next, deadline) < 0) {
					handshake.endOfInput();
				}
				handshake.parse(next, 0, 1);
			}
			return handshake;
		}
		catch (HandshakeRefusedException ex) {
			String body = ex.body().isBlank() ? "" : " with the body \"" + ex.body().strip() + '"';
			throw connection.unmet(expected, ex.getMessage() + body);
		}
		catch (SocketTimeoutException ex) {
			throw connection.unmet(expected, "no answer came within " + RawConnection.describe(this.timeout));
		}
		catch (IOException ex) {
			throw connection.unmet(expected, "the connection failed: " + ex.getMessage());
		}
	}

	private ClientHandshake clientHandshake() {
		byte[] nonce = new byte[16];
		RANDOM.nextBytes(nonce);
		return new ClientHandshake(this.uri, this.subprotocols, this.headers, this.offer, nonce);
	}

}
