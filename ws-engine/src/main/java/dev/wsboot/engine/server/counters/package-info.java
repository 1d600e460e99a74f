/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The counters of a server.
 */
@NullMarked
package dev.wsboot.engine.server.counters;

import org.jspecify.annotations.NullMarked;
