/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Test support for applications that serve WebSockets.
 */
@NullMarked
package dev.wsboot.test;

import org.jspecify.annotations.NullMarked;
