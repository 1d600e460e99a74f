/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.waits;

/**
 * Marks a thread that must not wait for a peer: an event loop, which would wait for bytes
 * that only it reads.
 */
public interface NonWaitingThread {

}
