/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The servers of the comparison, each with a main class.
 */
@NullMarked
package dev.wsboot.benchmarks.server;

import org.jspecify.annotations.NullMarked;
