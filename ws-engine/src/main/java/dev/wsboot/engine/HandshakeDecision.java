package dev.wsboot.engine;

import java.security.Principal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;

import dev.wsboot.engine.options.SessionOptions;
import dev.wsboot.engine.options.WsServerOptions;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a handshake. Immutable values.
 */
public sealed interface HandshakeDecision {

	/**
	 * Accepts the request.
	 * @param handler gets the session's callbacks
	 * @return a decision that can be refined
	 */
	static Accept accept(SessionHandler handler) {
		return new Accept(handler, "", List.of(), Headers.empty(), Map.of(), Compression.DEFAULT, null, null);
	}

	/**
	 * Rejects the request.
	 * @param status an HTTP status from 400 to 599, or a redirect from 300 to 399
	 * @return a decision that can be refined
	 * @throws IllegalArgumentException for another status
	 */
	static Reject reject(int status) {
		return new Reject(status, Headers.empty(), "");
	}

	/**
	 * Decides later; until then the connection is not read, and its handshake timeout
	 * runs.
	 * @param decision completes on any thread; failing means status 500
	 * @return the decision
	 */
	static HandshakeDecision later(CompletionStage<? extends HandshakeDecision> decision) {
		return new Later(decision);
	}

	private static void refuse(Set<String> reserved, Headers headers) {
		for (String name : headers.names()) {
			if (reserved.contains(name)) {
				throw new IllegalArgumentException("Header '" + name + "' belongs to the handshake itself");
			}
		}
	}

	/**
	 * The request is answered with 101 and becomes a session.
	 *
	 * @param handler gets the session's callbacks
	 * @param endpoint names the group of sessions this one belongs to, such as a path
	 * template
	 * @param subprotocols those that the endpoint speaks; the first that the client
	 * offers is chosen
	 * @param headers more headers for the response
	 * @param attributes the session's first attributes
	 * @param compression whether the session may be compressed
	 * @param principal who the client is, or {@code null} for whom its certificate tells
	 * of
	 * @param options the settings of the session, or {@code null} for those of the server
	 */
	record Accept(SessionHandler handler, String endpoint, List<String> subprotocols, Headers headers,
			Map<String, Object> attributes, Compression compression, @Nullable Principal principal,
			@Nullable SessionOptions options) implements HandshakeDecision {

		private static final Set<String> RESERVED = Set.of("connection", "upgrade", "sec-websocket-accept",
				"sec-websocket-protocol", "sec-websocket-extensions", "content-length", "transfer-encoding");

		public Accept {
			Objects.requireNonNull(handler, "'handler' must not be null");
			Objects.requireNonNull(endpoint, "'endpoint' must not be null");
			subprotocols = List.copyOf(subprotocols);
			attributes = Map.copyOf(attributes);
			Objects.requireNonNull(compression, "'compression' must not be null");
			refuse(RESERVED, headers);
		}

		/**
		 * Names the endpoint.
		 * @param name such as {@code /chat/{room}}
		 * @return a new decision
		 */
		public Accept endpoint(String name) {
			return new Accept(this.handler, name, this.subprotocols, this.headers, this.attributes, this.compression,
					this.principal, this.options);
		}

		/**
		 * Names the subprotocols that the endpoint speaks.
		 * @param names tokens of RFC 9110
		 * @return a new decision
		 */
		public Accept subprotocols(List<String> names) {
			return new Accept(this.handler, this.endpoint, names, this.headers, this.attributes, this.compression,
					this.principal, this.options);
		}

		/**
		 * Adds a header to the response.
		 * @param name the header's name
		 * @param value the header's value
		 * @return a new decision
		 * @throws IllegalArgumentException for control characters, and for headers of the
		 * handshake itself
		 */
		public Accept header(String name, String value) {
			return new Accept(this.handler, this.endpoint, this.subprotocols, this.headers.with(name, value),
					this.attributes, this.compression, this.principal, this.options);
		}

		/**
		 * Adds attributes to the session.
		 * @param more the attributes
		 * @return a new decision
		 */
		public Accept attributes(Map<String, ?> more) {
			Map<String, Object> all = new HashMap<>(this.attributes);
			all.putAll(more);
			return new Accept(this.handler, this.endpoint, this.subprotocols, this.headers, all, this.compression,
					this.principal, this.options);
		}

		/**
		 * Says whether the session may be compressed.
		 * @param value the new value; the server's options decide by default
		 * @return a new decision
		 */
		public Accept compression(Compression value) {
			return new Accept(this.handler, this.endpoint, this.subprotocols, this.headers, this.attributes, value,
					this.principal, this.options);
		}

		/**
		 * Says who the client is, whatever its certificate tells.
		 * @param who becomes the principal of the session and of its request
		 * @return a new decision
		 */
		public Accept principal(Principal who) {
			Objects.requireNonNull(who, "'who' must not be null");
			return new Accept(this.handler, this.endpoint, this.subprotocols, this.headers, this.attributes,
					this.compression, who, this.options);
		}

		/**
		 * Sets the settings of the session.
		 * @param value the new value, best one instance for all sessions of an endpoint;
		 * the default is that of the server ({@link WsServerOptions#session})
		 * @return a new decision
		 */
		public Accept options(SessionOptions value) {
			Objects.requireNonNull(value, "'value' must not be null");
			return new Accept(this.handler, this.endpoint, this.subprotocols, this.headers, this.attributes,
					this.compression, this.principal, value);
		}

	}

	/**
	 * The request is answered with a status, and the connection is closed.
	 *
	 * @param status the HTTP status
	 * @param headers more headers for the response; a Content-Type replaces that of plain
	 * text
	 * @param body a short plain text; the status' own text if empty
	 */
	record Reject(int status, Headers headers, String body) implements HandshakeDecision {

		private static final Set<String> RESERVED = Set.of("connection", "content-length", "transfer-encoding");

		public Reject {
			if (status < 300 || status > 599) {
				throw new IllegalArgumentException("Status " + status + " does not reject: it is not 300 to 599");
			}
			Objects.requireNonNull(headers, "'headers' must not be null");
			Objects.requireNonNull(body, "'body' must not be null");
			refuse(RESERVED, headers);
		}

		/**
		 * Adds a header to the response.
		 * @param name the header's name
		 * @param value the header's value
		 * @return a new decision
		 * @throws IllegalArgumentException for control characters, and for headers that
		 * say where the response ends
		 */
		public Reject header(String name, String value) {
			return new Reject(this.status, this.headers.with(name, value), this.body);
		}

		/**
		 * Sets the body.
		 * @param text a short plain text
		 * @return a new decision
		 */
		public Reject body(String text) {
			return new Reject(this.status, this.headers, text);
		}

	}

	/**
	 * The decision is made later.
	 *
	 * @param decision completes with the decision
	 */
	record Later(CompletionStage<? extends HandshakeDecision> decision) implements HandshakeDecision {

		public Later {
			Objects.requireNonNull(decision, "'decision' must not be null");
		}

	}

}
