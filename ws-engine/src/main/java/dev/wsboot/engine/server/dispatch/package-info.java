/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The way of messages from the event loop to the handler of their session. These types
 * know no connection and no loop, only {@link MailboxOwner} and {@link InboundFlow}.
 * <p>
 * <b>Threads.</b> The event loop calls {@link HandlerInvoker}. If no callback may block
 * and no mail is queued, the callback runs at once, and the {@link Mailbox} is reserved
 * meanwhile. Otherwise the message becomes {@link Mail} in the mailbox, which at most one
 * thread handles at a time: the event loop, or a worker of the {@link WorkerDispatcher}.
 * The mailbox says how its ownership is handed over. The bytes of a message that a
 * handler reads as it arrives go through a {@link MessagePipe}, which the event loop
 * writes and the handler reads.
 */
@NullMarked
package dev.wsboot.engine.server.dispatch;

import org.jspecify.annotations.NullMarked;
