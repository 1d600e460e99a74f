/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

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
 * The settings of a {@link WsTestClient}, and the methods that connect it. Not
 * thread-safe.
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

	/**
	 * The size of the receive buffer in bytes; 0 for the default of the operating system.
	 */
	private int receiveBuffer;

	/** The offered parameters of compression; {@code null} for none. */
	private @Nullable DeflateParameters offer;

	/** A {@code JsonMapper}; {@code null} for Jackson's defaults. */
	private @Nullable Object mapper;

	/** The field of JSON messages that names their type. */
	private String discriminator = "type";

	/** The TLS context; {@code null} for the scheme {@code ws}. */
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
	 * @param names the names in order of preference
	 * @return this
	 */
	public WsTestConnector subprotocols(String... names) {
		this.subprotocols = List.of(names);
		return this;
	}

	/**
	 * Sets the timeout of each expectation. By default, the timeout is the system
	 * property {@code ws.test.timeout}, in seconds, or 10 seconds.
	 * @param value the timeout
	 * @return this
	 */
	public WsTestConnector timeout(Duration value) {
		this.timeout = value;
		return this;
	}

	/**
	 * Sets the trusted certificates and the client's own certificate for the scheme
	 * {@code wss}. By default, every certificate is trusted without a check of its name,
	 * and the client has no certificate.
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
	 * Leaves pings of the server unanswered, like a dead peer.
	 * @return this
	 */
	public WsTestConnector answerNoPings() {
		this.answersPings = false;
		return this;
	}

	/**
	 * Leaves Close frames of the server unanswered.
	 * @return this
	 */
	public WsTestConnector answerNoCloses() {
		this.answersCloses = false;
		return this;
	}

	/**
	 * Sets the size of the kernel's receive buffer, so that a client that does not read
	 * soon becomes a slow reader. With much less than 128 KiB, TCP itself becomes slow.
	 * @param bytes the size in bytes, which the kernel may increase ({@code SO_RCVBUF})
	 * @return this
	 */
	public WsTestConnector receiveBuffer(int bytes) {
		this.receiveBuffer = bytes;
		return this;
	}

	/**
	 * Offers compression of messages, as browsers do. Messages that would not become
	 * smaller are sent uncompressed.
	 * @return this
	 */
	public WsTestConnector compression() {
		return compression("permessage-deflate; client_max_window_bits");
	}

	/**
	 * Offers compression of messages. Messages that would not become smaller are sent
	 * uncompressed.
	 * @param offered the offer (RFC 7692 7.1), such as
	 * {@code permessage-deflate; server_no_context_takeover}
	 * @return this
	 * @throws IllegalArgumentException if the text is not exactly one valid offer of
	 * permessage-deflate; other offers can be sent as a {@link #header}
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
	 * Sets the mapper that reads and writes JSON, such as the application's mapper. By
	 * default, a mapper with Jackson's defaults is used. Needs Jackson 3 on the class
	 * path.
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
	 * Connects without sending the request.
	 * @return the handshake, whose request is sent on demand
	 */
	public PacedHandshake paced() {
		return new PacedHandshake(this, raw(), clientHandshake());
	}

	/**
	 * Connects many clients, one after the other. Clients that are not accepted cause no
	 * failure.
	 * @param count the number of clients to connect
	 * @return the connected clients, and the errors of the others
	 */
	public WsTestClients connectMany(int count) {
		return new WsTestClients(this, count);
	}

	/**
	 * Connects, and expects that the server rejects the handshake and closes the
	 * connection.
	 * @param status the expected status code, such as 403
	 * @return the response
	 * @throws AssertionError if the server sends something else
	 */
	public WsHttpResponse expectRejection(int status) {
		try (RawConnection connection = raw()) {
			WsHttpResponse response = connection.send(clientHandshake().request()).expectResponse(status);
			connection.expectEnd();
			return response;
		}
	}

	/**
	 * Connects without sending anything.
	 * @return the connection, for a request written by the test
	 */
	public RawConnection raw() {
		int port = (this.uri.getPort() >= 0) ? this.uri.getPort()
				: (this.tls != null) ? DEFAULT_TLS_PORT : DEFAULT_PORT;
		return RawConnection.open(this.uri.getHost(), port, this.timeout, this.receiveBuffer, this.tls);
	}

	/** Creates the client of a connection whose handshake is complete. */
	WsTestClient client(RawConnection connection, ClientHandshake handshake) {
		FrameSender sender = new FrameSender(connection, handshake.deflate());
		FrameReceiver receiver = new FrameReceiver(connection, sender, this.answersPings, this.answersCloses,
				handshake.deflate());
		return new WsTestClient(connection, new WsHttpResponse(SWITCHING_PROTOCOLS, handshake.responseHeaders(), ""),
				sender, receiver, new JsonMessages(this.mapper, this.discriminator));
	}

	private ClientHandshake clientHandshake() {
		byte[] nonce = new byte[16];
		RANDOM.nextBytes(nonce);
		return new ClientHandshake(this.uri, this.subprotocols, this.headers, this.offer, nonce);
	}

}
