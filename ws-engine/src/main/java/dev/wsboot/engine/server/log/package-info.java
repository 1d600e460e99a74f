/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The engine's log.
 */
@NullMarked
package dev.wsboot.engine.server.log;

import org.jspecify.annotations.NullMarked;
