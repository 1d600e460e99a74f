/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Sessions from their handshake to their close callback: the stages of their connections,
 * the registry with its groups, and the closing of many at once. A session knows its
 * server and its event loop as a {@link SessionHost}.
 */
@NullMarked
package dev.wsboot.engine.server.session;

import org.jspecify.annotations.NullMarked;
