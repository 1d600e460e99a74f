/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Waits of handlers for their peers: the limits of such waits on a pool of platform
 * threads, and the futures that are completed by peers.
 */
@NullMarked
package dev.wsboot.engine.server.waits;

import org.jspecify.annotations.NullMarked;
