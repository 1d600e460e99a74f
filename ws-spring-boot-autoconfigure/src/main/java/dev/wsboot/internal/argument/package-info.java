/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The arguments of handler methods, planned at startup by an ordered list of kinds of
 * parameters.
 */
@NullMarked
package dev.wsboot.internal.argument;

import org.jspecify.annotations.NullMarked;
