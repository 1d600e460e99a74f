/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The load generator: one thread that opens connections, sends messages and checks the
 * replies.
 */
@NullMarked
package dev.wsboot.benchmarks.load;

import org.jspecify.annotations.NullMarked;
