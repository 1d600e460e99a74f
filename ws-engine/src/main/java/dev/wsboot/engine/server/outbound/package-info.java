/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Sending: the outbound queue of a connection, its writer, and the overflow policies. The
 * package knows the connection only as a {@link dev.wsboot.engine.server.outbound.Wire}.
 * <p>
 * A message enters the {@link dev.wsboot.engine.server.outbound.OutboundQueue} in one of
 * three ways:
 * <ol>
 * <li>{@code gather}: on the event loop, while it handles input of the same connection,
 * for messages that are not deflated and fit into the batch. The message is encoded into
 * the connection's batch in the {@link dev.wsboot.engine.server.outbound.ReplyBatcher},
 * without a frame object. The batches of several connections are written together.</li>
 * <li>{@code writeThrough}: for binary messages of 8 KB and more that are not deflated,
 * if they are in a direct buffer, or the sender is not on the event loop. The message is
 * written directly from the sender's buffer. The limit does not apply, but bytes that the
 * socket does not take are copied and count as queued.</li>
 * <li>{@code offer}: for all other messages, and for messages that the other entrances do
 * not accept because frames are queued or being written. The message becomes a frame in
 * {@link dev.wsboot.engine.server.outbound.PendingFrames}; a sender that finds no writer
 * becomes the writer.</li>
 * </ol>
 * While a batch exists, the event loop is the writer of the connection, so that frames
 * queued by any thread, such as the Close frame, are written after the batch. Before the
 * event loop itself queues a frame, the batch is written, so that messages gathered later
 * cannot overtake this frame. The end of the connection writes all batches first
 * ({@link dev.wsboot.engine.server.outbound.OutboundQueue#writeBatches()}).
 * <p>
 * Data frames that are offered beyond the limit of their
 * {@link dev.wsboot.engine.server.outbound.Sender} are subject to the
 * {@link dev.wsboot.engine.server.outbound.OverflowRule} of the session.
 */
@NullMarked
package dev.wsboot.engine.server.outbound;

import org.jspecify.annotations.NullMarked;
