/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Workloads: the messages that connections send, and the checks of the replies.
 */
@NullMarked
package dev.wsboot.benchmarks.load.workload;

import org.jspecify.annotations.NullMarked;
