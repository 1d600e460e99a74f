/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Finds endpoint beans, checks their methods and plans the handling of each event; used
 * at startup only.
 */
@NullMarked
package dev.wsboot.internal.binding;

import org.jspecify.annotations.NullMarked;
