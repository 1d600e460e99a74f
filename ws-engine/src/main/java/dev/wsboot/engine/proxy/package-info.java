/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The addresses and schemes of clients as proxies forward them: the PROXY protocol and
 * the forwarding headers. Sans-I/O: bytes in, values out.
 */
@NullMarked
package dev.wsboot.engine.proxy;

import org.jspecify.annotations.NullMarked;
