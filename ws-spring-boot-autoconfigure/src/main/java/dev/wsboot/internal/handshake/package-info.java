/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Binds the values of a handshake to parameters.
 */
@NullMarked
package dev.wsboot.internal.handshake;

import org.jspecify.annotations.NullMarked;
