/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * TLS between a connection and its socket.
 */
@NullMarked
package dev.wsboot.engine.server.tls;

import org.jspecify.annotations.NullMarked;
