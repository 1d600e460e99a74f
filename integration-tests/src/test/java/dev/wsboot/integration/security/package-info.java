/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Tests of Spring Security for endpoints.
 */
@NullMarked
package dev.wsboot.integration.security;

import org.jspecify.annotations.NullMarked;
