/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The lifecycle of the server in its application: start, graceful stop, port and events.
 */
@NullMarked
package dev.wsboot.server;

import org.jspecify.annotations.NullMarked;
