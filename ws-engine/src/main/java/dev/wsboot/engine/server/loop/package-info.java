/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The event loop: one thread that serves all objects registered with its selector.
 */
@NullMarked
package dev.wsboot.engine.server.loop;

import org.jspecify.annotations.NullMarked;
