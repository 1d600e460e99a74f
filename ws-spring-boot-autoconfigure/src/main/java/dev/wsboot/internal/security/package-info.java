/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Authenticates and authorizes clients with Spring Security. Loaded only where Spring
 * Security is on the class path.
 */
@NullMarked
package dev.wsboot.internal.security;

import org.jspecify.annotations.NullMarked;
