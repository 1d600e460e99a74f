/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Calls handler methods: an event on its way, its environment, and its errors.
 */
@NullMarked
package dev.wsboot.internal.invocation;

import org.jspecify.annotations.NullMarked;
