/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The server: its event loops, its acceptor, and the parts that its connections share.
 * Only this package knows all packages below it.
 */
@NullMarked
package dev.wsboot.engine.server;

import org.jspecify.annotations.NullMarked;
