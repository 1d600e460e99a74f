/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Invocations of handler methods, with their environment and their errors.
 */
@NullMarked
package dev.wsboot.internal.invocation;

import org.jspecify.annotations.NullMarked;
