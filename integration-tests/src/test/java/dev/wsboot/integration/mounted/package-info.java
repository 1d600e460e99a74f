/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Tests of the mounted mode, in which handshakes come in through Tomcat.
 */
@NullMarked
package dev.wsboot.integration.mounted;

import org.jspecify.annotations.NullMarked;
