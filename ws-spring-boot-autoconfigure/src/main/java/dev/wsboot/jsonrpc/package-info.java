/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The API of JSON-RPC 2.0 (https://www.jsonrpc.org/specification) for applications. The
 * protocol is implemented in {@code dev.wsboot.internal.jsonrpc}.
 */
@NullMarked
package dev.wsboot.jsonrpc;

import org.jspecify.annotations.NullMarked;
