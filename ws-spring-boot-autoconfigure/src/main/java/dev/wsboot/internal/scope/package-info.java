/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Binds the session, thread-locals and beans in the session scope to the thread of an
 * invocation.
 */
@NullMarked
package dev.wsboot.internal.scope;

import org.jspecify.annotations.NullMarked;
