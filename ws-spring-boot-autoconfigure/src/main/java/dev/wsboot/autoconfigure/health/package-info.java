/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Auto-configuration of the WebSocket server's health.
 */
@NullMarked
package dev.wsboot.autoconfigure.health;

import org.jspecify.annotations.NullMarked;
