/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.compression;

import dev.wsboot.engine.compression.ContextBudget;
import dev.wsboot.engine.options.CompressionOptions;
import dev.wsboot.engine.server.counters.Counters;

/**
 * The parts of a server that all sessions with compression use. Safe to use from any
 * thread.
 *
 * @param options the options of the server
 * @param budget the memory for the compression contexts of all sessions
 * @param counters the counters of deflated messages and of contexts rejected for lack of
 * memory
 */
public record CompressionResources(CompressionOptions options, ContextBudget budget, Counters counters) {
}
