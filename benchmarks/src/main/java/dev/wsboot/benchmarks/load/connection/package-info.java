/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Connections of the load generator, and the loop that reads and writes them. Used by one
 * thread.
 */
@NullMarked
package dev.wsboot.benchmarks.load.connection;

import org.jspecify.annotations.NullMarked;
