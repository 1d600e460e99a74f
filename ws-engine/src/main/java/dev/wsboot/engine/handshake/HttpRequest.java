/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.handshake;

import dev.wsboot.engine.Headers;

/**
 * The head of an HTTP/1.1 request, syntactically valid but not yet checked otherwise. An
 * immutable value.
 *
 * @param method the method, a token
 * @param target the request target as received, in visible ASCII
 * @param version the HTTP version, such as {@code HTTP/1.1}
 * @param headers the field lines
 */
public record HttpRequest(String method, String target, String version, Headers headers) {

}
