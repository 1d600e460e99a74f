/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Passes messages that name a method to that method.
 */
@NullMarked
package dev.wsboot.internal.routing;

import org.jspecify.annotations.NullMarked;
