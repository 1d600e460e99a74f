/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The declaration of an endpoint: its bean, its methods and parameters, its path and
 * options, and the location of a mistake.
 */
@NullMarked
package dev.wsboot.internal.model;

import org.jspecify.annotations.NullMarked;
