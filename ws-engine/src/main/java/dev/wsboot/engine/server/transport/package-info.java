/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The byte stream of a connection, as the connection sees it.
 */
@NullMarked
package dev.wsboot.engine.server.transport;

import org.jspecify.annotations.NullMarked;
