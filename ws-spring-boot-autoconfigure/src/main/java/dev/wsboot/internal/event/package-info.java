/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Publishes the events of sessions and users to the listeners of the application.
 */
@NullMarked
package dev.wsboot.internal.event;

import org.jspecify.annotations.NullMarked;
