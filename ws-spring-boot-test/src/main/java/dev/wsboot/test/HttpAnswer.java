package dev.wsboot.test;

import dev.wsboot.engine.Headers;

/**
 * What a server answered to an opening handshake. An immutable value.
 *
 * @param status the status code, such as 101 or 403
 * @param headers the header lines
 * @param body the body, empty for a 101
 */
public record HttpAnswer(int status, Headers headers, String body) {
}
