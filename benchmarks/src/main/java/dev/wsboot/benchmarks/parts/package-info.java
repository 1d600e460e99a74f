/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * JMH benchmarks of single parts of the path of a message.
 */
@NullMarked
package dev.wsboot.benchmarks.parts;

import org.jspecify.annotations.NullMarked;
