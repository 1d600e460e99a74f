/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Auto-configuration of the mounted mode, in which handshakes come in through the web
 * server.
 */
@NullMarked
package dev.wsboot.autoconfigure.mounted;

import org.jspecify.annotations.NullMarked;
