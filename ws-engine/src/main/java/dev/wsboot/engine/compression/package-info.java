/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The extension permessage-deflate (RFC 7692): its negotiation, the inflation and
 * deflation of messages, and the limit of the native memory. Sans-I/O: bytes in, values
 * and bytes out; no sockets, no threads.
 */
@NullMarked
package dev.wsboot.engine.compression;

import org.jspecify.annotations.NullMarked;
