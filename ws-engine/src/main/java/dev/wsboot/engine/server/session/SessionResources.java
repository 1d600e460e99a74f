/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.session;

import java.util.function.LongSupplier;

import dev.wsboot.engine.server.compression.CompressionResources;
import dev.wsboot.engine.server.memory.LargeBuffers;
import dev.wsboot.engine.server.memory.SharedPayloads;
import org.jspecify.annotations.Nullable;

/**
 * The parts that all sessions of a server share, besides those of all connections. Safe
 * to use from any thread.
 *
 * @param sessions the open sessions
 * @param ids makes the ids of sessions
 * @param limits the limits of messages
 * @param compression the parts that all sessions with compression use
 * @param sharedPayloads the payloads of messages that go to many sessions
 * @param largeBuffers lends buffers for large messages
 * @param traffic the log of messages; {@code null} if messages are not logged
 * @param clock the time in nanoseconds
 */
public record SessionResources(SessionRegistry sessions, SessionIds ids, SharedLimits limits,
		CompressionResources compression, SharedPayloads sharedPayloads, LargeBuffers largeBuffers,
		@Nullable TrafficLog traffic, LongSupplier clock) {
}
