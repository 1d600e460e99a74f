package dev.wsboot.endpoint;

import java.util.Map;

import dev.wsboot.engine.HandshakeRequest;

/**
 * An opening handshake for which an endpoint was found.
 *
 * @param request the request
 * @param endpoint the endpoint's path as it was declared, such as {@code /chat/{room}}
 * @param pathVariables the variables of the path, decoded
 * @param attributes the session's first attributes; a {@link WsHandshakeInterceptor} may
 * add to them
 */
public record WsHandshake(HandshakeRequest request, String endpoint, Map<String, String> pathVariables,
		Map<String, Object> attributes) {
}
