/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The arguments of handler methods that take messages, planned at startup by an ordered
 * list of kinds of parameters.
 */
@NullMarked
package dev.wsboot.internal.argument.message;

import org.jspecify.annotations.NullMarked;
