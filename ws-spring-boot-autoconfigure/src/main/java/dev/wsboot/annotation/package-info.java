/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The annotations that make a bean serve WebSocket sessions.
 */
@NullMarked
package dev.wsboot.annotation;

import org.jspecify.annotations.NullMarked;
