/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Sends the return values of handler methods: one message or several, at once or later,
 * complete or in fragments, to one session or to many.
 */
@NullMarked
package dev.wsboot.internal.reply;

import org.jspecify.annotations.NullMarked;
