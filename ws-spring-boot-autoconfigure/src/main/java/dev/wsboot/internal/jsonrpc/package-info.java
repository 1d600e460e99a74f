/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Speaks JSON-RPC 2.0 with the client of a session.
 */
@NullMarked
package dev.wsboot.internal.jsonrpc;

import org.jspecify.annotations.NullMarked;
