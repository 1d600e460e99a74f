/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Spring Security for WebSocket endpoints: who a client is, and which endpoints the
 * client may connect to. Needs {@code spring-security-core} on the class path.
 */
@NullMarked
package dev.wsboot.security;

import org.jspecify.annotations.NullMarked;
