/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The options of a server and of its sessions: immutable values, each with its default
 * and its range.
 */
@NullMarked
package dev.wsboot.engine.options;

import org.jspecify.annotations.NullMarked;
