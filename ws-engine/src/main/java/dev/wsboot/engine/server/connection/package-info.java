/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Connections: their input and output, the stages that they pass through, and their end.
 */
@NullMarked
package dev.wsboot.engine.server.connection;

import org.jspecify.annotations.NullMarked;
