/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.dispatch;

import java.util.concurrent.CompletionStage;

import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.options.SessionOptions;
import dev.wsboot.engine.server.counters.Counters;
import dev.wsboot.engine.server.memory.MemoryAccount;

/**
 * The session that a {@link Mailbox} belongs to, and that callbacks get. Called on any
 * thread, except for methods that say otherwise.
 */
public interface MailboxOwner extends WsSession {

	/** Returns the dispatcher of the session's event loop. */
	WorkerDispatcher dispatcher();

	/** Returns the counters of the server. */
	Counters counters();

	/** Returns the settings of the session. */
	SessionOptions options();

	/** Returns the account of the bytes that the connection of the session holds. */
	MemoryAccount memory();

	/** Returns the inbound side of the connection. */
	InboundFlow inbound();

	/** Returns the exact time in nanoseconds. */
	long exactTime();

	/** Returns true if the current thread is the event loop of the session. */
	boolean inLoop();

	/** Runs a task soon on the event loop, never inside the current task. */
	void runOnLoop(Runnable task);

	/**
	 * Returns true if messages of the peer have to wait, since the peer does not read the
	 * replies to earlier ones.
	 */
	boolean isPaced();

	/** Returns true if our Close frame is queued, so that later messages are dropped. */
	boolean isCloseSent();

	/** Returns true if the connection has ended. */
	boolean hasEnded();

	/** Returns how the session ends, as far as that is known. */
	CloseStatus status();

	/** Writes frames that callbacks have sent and that wait for more. */
	void flush();

	/** A message has arrived whole, or its rest will not arrive. */
	void onArrivalOver();

	/** The close callback begins. Called on the thread that handles the mailbox. */
	void onCloseCallback();

	/**
	 * Lets a close callback that is running last until a stage is complete.
	 * @param stage the stage
	 */
	void extendCloseCallback(CompletionStage<?> stage);

	/** The close callback has returned, or there is none. No callback follows. */
	void onFinished();

}
