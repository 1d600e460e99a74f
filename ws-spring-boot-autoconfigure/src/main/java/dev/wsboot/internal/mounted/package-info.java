/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Handshakes that come in through the servlet web server of the application.
 */
@NullMarked
package dev.wsboot.internal.mounted;

import org.jspecify.annotations.NullMarked;
