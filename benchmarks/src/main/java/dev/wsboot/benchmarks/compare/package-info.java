/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The comparison of servers: starts them in turn, puts load on them and prints the
 * measurements.
 */
@NullMarked
package dev.wsboot.benchmarks.compare;

import org.jspecify.annotations.NullMarked;
