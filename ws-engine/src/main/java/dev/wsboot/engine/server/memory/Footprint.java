/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.memory;

/**
 * The bytes that objects occupy in the heap of a 64-bit JVM with compressed references.
 * The test of the memory budget compares these figures with heaps. Without compressed
 * references, as in heaps of 32 GB and more, objects of many references take half as much
 * again. Stateless.
 */
public final class Footprint {

	/** A frame in an outbound queue without its payload. */
	public static final int FRAME = 48;

	/** A frame in an outbound queue of a class with more fields. */
	public static final int LARGER_FRAME = 56;

	/** The future of a send without attached callbacks. */
	public static final int OUTCOME = 32;

	/** The entry of a map for a waiting message that has a key, without the key. */
	public static final int KEY = 40;

	/** An entry of a mailbox. */
	public static final int MAIL = 32;

	/** A message in a mail, without its payload. */
	public static final int MESSAGE = 24;

	/** A buffer around an array. */
	public static final int BUFFER = 56;

	/** An engine of the JDK for a TLS connection whose handshake is done or not begun. */
	public static final int TLS_ENGINE = 4600;

	/**
	 * An engine that waits for the second flight of its client, without the messages of
	 * that client.
	 */
	public static final int TLS_HANDSHAKE = 12_300;

	private static final int ARRAY = 16;

	private Footprint() {
	}

	/**
	 * Returns the bytes that an array of bytes occupies.
	 * @param length the length of the array
	 */
	public static int array(int length) {
		return (ARRAY + Math.min(length, Integer.MAX_VALUE - ARRAY - 7) + 7) & ~7;
	}

	/**
	 * Returns the bytes that a buffer on the heap and its array occupy.
	 * @param capacity the capacity of the buffer
	 */
	public static int buffer(int capacity) {
		return BUFFER + array(Math.min(capacity, Integer.MAX_VALUE - ARRAY - 7 - BUFFER));
	}

}
