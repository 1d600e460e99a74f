/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Auto-configuration of Spring Security for endpoints.
 */
@NullMarked
package dev.wsboot.autoconfigure.security;

import org.jspecify.annotations.NullMarked;
