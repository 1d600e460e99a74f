/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The sessions of the running server as a bean, which is kept across restarts of the
 * server.
 */
@NullMarked
package dev.wsboot.session;

import org.jspecify.annotations.NullMarked;
