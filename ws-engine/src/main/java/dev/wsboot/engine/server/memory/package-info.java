/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Buffers that connections share, and the account of the heap that they hold.
 */
@NullMarked
package dev.wsboot.engine.server.memory;

import org.jspecify.annotations.NullMarked;
