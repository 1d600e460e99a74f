/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Fills the parameters of handler methods that take messages; planned at startup by one
 * list of kinds.
 */
@NullMarked
package dev.wsboot.internal.argument.message;

import org.jspecify.annotations.NullMarked;
