/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.dispatch;

import java.util.concurrent.CompletionStage;

import dev.wsboot.engine.server.counters.Counters;

/**
 * The session that a {@link Mailbox} belongs to, and that callbacks get. Called on any
 * thread, except for methods that say otherwise.
 */
public interface MailboxOwner extends PipeOwner {

	/** Returns the dispatcher of the session's event loop. */
	WorkerDispatcher dispatcher();

	/** Returns the counters of the server. */
	Counters counters();

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

	/** Writes frames that callbacks have sent and that wait for more. */
	void flush();

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
