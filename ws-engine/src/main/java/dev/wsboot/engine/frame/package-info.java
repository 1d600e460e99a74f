/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Frames of RFC 6455 section 5: decoding, encoding, masking and UTF-8. Sans-I/O: bytes
 * in, values out; no sockets, no threads.
 */
@NullMarked
package dev.wsboot.engine.frame;

import org.jspecify.annotations.NullMarked;
