/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The API of endpoint beans: interceptors, codecs, argument resolvers and exceptions.
 */
@NullMarked
package dev.wsboot.endpoint;

import org.jspecify.annotations.NullMarked;
