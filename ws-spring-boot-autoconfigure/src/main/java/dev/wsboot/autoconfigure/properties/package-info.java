/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The {@code ws.*} properties, one class for each group.
 */
@NullMarked
package dev.wsboot.autoconfigure.properties;

import org.jspecify.annotations.NullMarked;
