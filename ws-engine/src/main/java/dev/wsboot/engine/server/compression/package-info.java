/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The permessage-deflate extension of a session.
 */
@NullMarked
package dev.wsboot.engine.server.compression;

import org.jspecify.annotations.NullMarked;
