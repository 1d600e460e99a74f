/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The sessions of endpoints: decides handshakes and calls the handlers of each session.
 */
@NullMarked
package dev.wsboot.internal.session;

import org.jspecify.annotations.NullMarked;
