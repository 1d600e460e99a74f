/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The free port for servers of test contexts. Spring Test finds this package through
 * {@code spring.factories}.
 */
@NullMarked
package dev.wsboot.test.port;

import org.jspecify.annotations.NullMarked;
