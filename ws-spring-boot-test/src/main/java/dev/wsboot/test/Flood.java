package dev.wsboot.test;

import java.time.Duration;

/**
 * The same bytes over and over, sent by a thread of their own, so that nobody waits for
 * ever for a server that takes no more.
 */
final class Flood {

	private static final int CHUNK = 16 * 1024;

	private final Thread thread;

	private volatile int sent;

	Flood(RawConnection connection, byte[] bytes, int times) {
		this.thread = new Thread(() -> send(connection, bytes, times), "flood");
		this.thread.setDaemon(true);
		this.thread.start();
	}

	private void send(RawConnection connection, byte[] bytes, int times) {
		int perChunk = Math.max(1, CHUNK / Math.max(1, bytes.length));
		byte[] chunk = repeat(bytes, perChunk);
		while (this.sent < times && !connection.hasSendFailed()) {
			int next = Math.min(perChunk, times - this.sent);
			connection.send((next == perChunk) ? chunk : repeat(bytes, next));
			this.sent += next;
		}
	}

	private static byte[] repeat(byte[] bytes, int times) {
		byte[] all = new byte[bytes.length * times];
		for (int i = 0; i < times; i++) {
			System.arraycopy(bytes, 0, all, i * bytes.length, bytes.length);
		}
		return all;
	}

	/** Waits for its end; returns whether it came in time. */
	boolean ends(Duration timeout) {
		try {
			this.thread.join(Math.max(1, timeout.toMillis()));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		return !this.thread.isAlive();
	}

	int sent() {
		return this.sent;
	}

}
