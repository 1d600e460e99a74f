/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The hand-over of sockets by Tomcat: the only code that names its classes.
 */
@NullMarked
package dev.wsboot.internal.mounted.tomcat;

import org.jspecify.annotations.NullMarked;
