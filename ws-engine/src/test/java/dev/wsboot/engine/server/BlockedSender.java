/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A peer's thread that sends more than the kernels take, until TCP holds it back because
 * the server does not read.
 */
final class BlockedSender {

	/** Round trips of another connection during which a blocked sender sends nothing. */
	private static final int ROUND_TRIPS = 200;

	private final AtomicLong sent = new AtomicLong();

	private final Thread thread;

	private BlockedSender(Sending sending) {
		this.thread = new Thread(() -> {
			try {
				sending.sendAll(this.sent);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}, "sender");
	}

	/** Starts to send. */
	static BlockedSender start(Sending sending) {
		BlockedSender sender = new BlockedSender(sending);
		sender.thread.start();
		return sender;
	}

	/** Returns how much the thread has sent, in units of its own. */
	long sent() {
		return this.sent.get();
	}

	void awaitBlocked() throws Exception {
		awaitBlocked(() -> {
		});
	}

	/**
	 * Waits until TCP holds the thread back: until it sends nothing while bytes go back
	 * and forth between two other threads over another connection. What pauses the
	 * machine pauses these, too.
	 * @param onRoundTrip runs after each round trip
	 */
	void awaitBlocked(Runnable onRoundTrip) throws Exception {
		try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
				Socket here = new Socket(listener.getInetAddress(), listener.getLocalPort());
				Socket there = listener.accept()) {
			Thread echo = new Thread(() -> echo(there), "echo beside the sender");
			echo.start();
			Await.until("TCP holds the sender back", () -> {
				long before = sent();
				for (int i = 0; i < ROUND_TRIPS && before > 0 && before == sent(); i++) {
					here.getOutputStream().write(i);
					here.getInputStream().read();
					onRoundTrip.run();
					LockSupport.parkNanos(1_000_000);
				}
				return before > 0 && before == sent();
			});
			here.shutdownOutput();
			Await.end(echo);
		}
	}

	private static void echo(Socket socket) {
		try {
			socket.getInputStream().transferTo(socket.getOutputStream());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Waits until the thread has sent all. */
	void awaitEnd() throws InterruptedException {
		Await.end(this.thread);
	}

	/** The work of the sending thread. */
	@FunctionalInterface
	interface Sending {

		/**
		 * Sends everything.
		 * @param sent counts what was sent so far
		 */
		void sendAll(AtomicLong sent) throws IOException;

	}

}
