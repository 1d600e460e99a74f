/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Streams of messages in both directions, and messages in fragments.
 */
@NullMarked
package dev.wsboot.internal.stream;

import org.jspecify.annotations.NullMarked;
