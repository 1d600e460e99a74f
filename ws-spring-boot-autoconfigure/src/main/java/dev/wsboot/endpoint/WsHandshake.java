package dev.wsboot.endpoint;

import java.security.Principal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.wsboot.engine.Compression;
import dev.wsboot.engine.HandshakeRequest;
import dev.wsboot.engine.Headers;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * An opening handshake for which an endpoint was found, and what its
 * {@link WsHandshakeInterceptor}s have to say about the session. Used by one thread at a
 * time.
 */
public final class WsHandshake {

	private final HandshakeRequest request;

	private final String endpoint;

	private final Map<String, String> pathVariables;

	private final Map<String, Object> attributes = new HashMap<>();

	private Headers responseHeaders = Headers.empty();

	private @Nullable Principal principal;

	/** The chosen subprotocol, or {@code null} to leave the choice to the endpoint. */
	private @Nullable String subprotocol;

	/** Whether to compress, or {@code null} to leave the choice to the endpoint. */
	private @Nullable Compression compression;

	/**
	 * Creates a handshake.
	 * @param request the request
	 * @param endpoint the endpoint's path as it was declared
	 * @param pathVariables the variables of the path, decoded
	 */
	public WsHandshake(HandshakeRequest request, String endpoint, Map<String, String> pathVariables) {
		Assert.notNull(request, "'request' must not be null");
		Assert.notNull(endpoint, "'endpoint' must not be null");
		Assert.notNull(pathVariables, "'pathVariables' must not be null");
		this.request = request;
		this.endpoint = endpoint;
		this.pathVariables = pathVariables;
		this.principal = request.principal();
	}

	/**
	 * Returns the request.
	 * @return the request
	 */
	public HandshakeRequest request() {
		return this.request;
	}

	/**
	 * Returns the endpoint's path as it was declared.
	 * @return such as {@code /chat/{room}}
	 */
	public String endpoint() {
		return this.endpoint;
	}

	/**
	 * Returns the variables of the path.
	 * @return names and decoded values
	 */
	public Map<String, String> pathVariables() {
		return this.pathVariables;
	}

	/**
	 * Returns the session's first attributes.
	 * @return a map to put them into; it takes no {@code null}
	 */
	public Map<String, Object> attributes() {
		return this.attributes;
	}

	/**
	 * Says who the client is: from then on the {@link Principal} of its session.
	 * @param principal such as an authentication that was found valid
	 * @return this
	 */
	public WsHandshake principal(Principal principal) {
		Assert.notNull(principal, "'principal' must not be null");
		this.principal = principal;
		return this;
	}

	/**
	 * Returns who the client is: whom an interceptor has named last, or else the subject
	 * of its certificate.
	 * @return the client, or {@code null} if that is not known
	 */
	public @Nullable Principal principal() {
		return this.principal;
	}

	/**
	 * Chooses the subprotocol of the session, whatever the endpoint names.
	 * @param name one of the subprotocols that the client offers
	 * @return this
	 * @throws IllegalArgumentException if the client does not offer the subprotocol (RFC
	 * 6455 4.1: it would fail the connection)
	 */
	public WsHandshake subprotocol(String name) {
		Assert.notNull(name, "'name' must not be null");
		List<String> offered = this.request.subprotocols();
		if (!offered.contains(name)) {
			throw new IllegalArgumentException("The client does not offer the subprotocol '" + name + "', but "
					+ (offered.isEmpty() ? "none" : "only " + offered));
		}
		this.subprotocol = name;
		return this;
	}

	/**
	 * Returns the subprotocol that an interceptor has chosen.
	 * @return the name, or {@code null} to leave the choice to the endpoint
	 */
	public @Nullable String subprotocol() {
		return this.subprotocol;
	}

	/**
	 * Says whether the session may be compressed, whatever the endpoint says.
	 * @param value such as {@link Compression#DISABLED} to decline the client's offer
	 * @return this
	 */
	public WsHandshake compression(Compression value) {
		Assert.notNull(value, "'value' must not be null");
		this.compression = value;
		return this;
	}

	/**
	 * Returns whether the session may be compressed, as an interceptor has said.
	 * @return the value, or {@code null} to leave the choice to the endpoint
	 */
	public @Nullable Compression compression() {
		return this.compression;
	}

	/**
	 * Adds a header to the response with status 101, such as Set-Cookie.
	 * @param name the header's name
	 * @param value the header's value
	 * @return this
	 * @throws IllegalArgumentException for control characters
	 */
	public WsHandshake responseHeader(String name, String value) {
		this.responseHeaders = this.responseHeaders.with(name, value);
		return this;
	}

	/**
	 * Returns the headers that were added to the response.
	 * @return the headers
	 */
	public Headers responseHeaders() {
		return this.responseHeaders;
	}

}
