/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Measured figures: latencies, processor times and memory.
 */
@NullMarked
package dev.wsboot.benchmarks.load.figure;

import org.jspecify.annotations.NullMarked;
