/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Limits of connections and sessions, and what watches them: rates, timeouts, work and
 * admission. These types know no connection; callers pass the time in.
 */
@NullMarked
package dev.wsboot.engine.server.limits;

import org.jspecify.annotations.NullMarked;
