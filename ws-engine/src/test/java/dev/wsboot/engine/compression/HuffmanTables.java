/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.compression;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * A DEFLATE stream that holds Huffman tables only: costs zlib a microsecond for each
 * block, and inflates to nothing.
 */
public final class HuffmanTables {

	/**
	 * A block with tables and no content, and an empty stored block that fills the last
	 * byte.
	 */
	private static final byte[] BLOCK = HexFormat.of().parseHex("ecc101010000008090ffaf6b08020000ffff");

	private HuffmanTables() {
	}

	/** Returns a compressed message of so many such blocks that is empty. */
	public static byte[] message(int blocks) {
		byte[] message = new byte[blocks * BLOCK.length];
		for (int i = 0; i < blocks; i++) {
			System.arraycopy(BLOCK, 0, message, i * BLOCK.length, BLOCK.length);
		}
		// RFC 7692 7.2.1: without the end of the last block, which the receiver adds
		return Arrays.copyOf(message, message.length - 4);
	}

}
