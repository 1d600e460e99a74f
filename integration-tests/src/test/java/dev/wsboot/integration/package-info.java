/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Tests of the starter in applications with a web server and Spring Security.
 */
@NullMarked
package dev.wsboot.integration;

import org.jspecify.annotations.NullMarked;
