/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Reads and writes JSON, and splits JSON texts without reading their values.
 */
@NullMarked
package dev.wsboot.internal.json;

import org.jspecify.annotations.NullMarked;
