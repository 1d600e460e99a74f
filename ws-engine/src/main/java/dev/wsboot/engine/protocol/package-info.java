/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The protocol state of a connection: assembles frames to messages and keeps the closing
 * handshake. Sans-I/O: bytes in, values out; no sockets, no threads.
 */
@NullMarked
package dev.wsboot.engine.protocol;

import org.jspecify.annotations.NullMarked;
