/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Scenarios of the load generator: kinds and sizes of messages, and the server to connect
 * to.
 */
@NullMarked
package dev.wsboot.benchmarks.load.scenario;

import org.jspecify.annotations.NullMarked;
