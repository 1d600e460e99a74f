/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The opening handshake (RFC 6455 section 4): the HTTP/1.1 request parser, the checks,
 * and the responses, for servers and for clients. Sans-I/O: bytes in, values and bytes
 * out; no channel, thread, lock, clock or logger.
 */
@NullMarked
package dev.wsboot.engine.handshake;

import org.jspecify.annotations.NullMarked;
