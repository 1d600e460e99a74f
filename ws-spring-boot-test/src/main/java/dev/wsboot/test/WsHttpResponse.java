/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.test;

import dev.wsboot.engine.Headers;

/**
 * The response of a server to an opening handshake. An immutable value.
 *
 * @param status the status code, such as 101 or 403
 * @param headers the header lines
 * @param body the body, empty for status 101
 */
public record WsHttpResponse(int status, Headers headers, String body) {
}
