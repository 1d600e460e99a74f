/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Sending: the outbound queue of a connection, its writer, and the overflow policies. The
 * package knows of the connection only what
 * {@link dev.wsboot.engine.server.outbound.Wire} says.
 * <p>
 * A message enters the {@link dev.wsboot.engine.server.outbound.OutboundQueue} in one of
 * three ways:
 * <ol>
 * <li>{@code gather}: on the event loop, while it handles input of the same connection,
 * for messages that are not deflated and fit into the batch. The message is encoded into
 * the batch of {@link dev.wsboot.engine.server.outbound.ReplyBatcher}, without a frame
 * object; the batches of several connections are written in a row.</li>
 * <li>{@code writeThrough}: for binary messages of 8 KB and more that are not deflated,
 * if they lie in a direct buffer, or the sender is not on the event loop. The message is
 * written out of the buffer of its sender.</li>
 * <li>{@code offer}: for all other messages, and for those that the other entrances turn
 * away, as a frame is being written or waits. The message becomes a frame in
 * {@link dev.wsboot.engine.server.outbound.PendingFrames}; a sender that finds no writer
 * becomes the writer.</li>
 * </ol>
 * While a batch exists, its thread is the writer of the connection, so that nothing can
 * be written before the batch. Whatever is sent in another way by the same thread, and
 * whatever ends the output, first writes the batch
 * ({@link dev.wsboot.engine.server.outbound.OutboundQueue#writeBatches()}).
 * <p>
 * Data frames that are offered beyond the limit of their
 * {@link dev.wsboot.engine.server.outbound.Sender} are subject to the
 * {@link dev.wsboot.engine.server.outbound.OverflowRule} of the session.
 */
@NullMarked
package dev.wsboot.engine.server.outbound;

import org.jspecify.annotations.NullMarked;
