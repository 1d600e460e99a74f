/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.memory;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import org.jspecify.annotations.Nullable;

/**
 * One direct buffer that is lent in pieces whose sizes are powers of two. Not safe for
 * use by several threads.
 * <p>
 * Two free halves are merged again (buddy allocation), so that small pieces that are
 * given back make room for large ones.
 */
final class Slab {

	/** The size of the smallest piece in bytes. */
	static final int SMALLEST = 64 * 1024;

	private final ByteBuffer memory;

	/**
	 * The size of the largest free piece below each node of a binary tree. The root is at
	 * 1, the children of {@code i} are at {@code 2 * i} and {@code 2 * i + 1}.
	 */
	private final int[] free;

	/**
	 * Creates a slab of which nothing is lent.
	 * @param memory the memory, whose capacity is a power of two, and at least
	 * {@link #SMALLEST}
	 */
	Slab(ByteBuffer memory) {
		this.memory = memory;
		int leaves = memory.capacity() / SMALLEST;
		this.free = new int[2 * leaves];
		for (int i = 1; i < this.free.length; i++) {
			this.free[i] = memory.capacity() / Integer.highestOneBit(i);
		}
	}

	/**
	 * Lends a piece.
	 * @param size a power of two, and at least {@link #SMALLEST}
	 * @return the piece, or {@code null} if no free one is as large
	 */
	@Nullable Piece borrow(int size) {
		if (this.free[1] < size) {
			return null;
		}
		int node = 1;
		for (int span = this.memory.capacity(); span > size; span /= 2) {
			node *= 2;
			if (this.free[node] < size) {
				node++;
			}
		}
		this.free[node] = 0;
		for (int i = node / 2; i > 0; i /= 2) {
			this.free[i] = Math.max(this.free[2 * i], this.free[2 * i + 1]);
		}
		int offset = (node - Integer.highestOneBit(node)) * size;
		return new Piece(this, node, this.memory.slice(offset, size).order(ByteOrder.nativeOrder()));
	}

	private void giveBack(int node, int size) {
		this.free[node] = size;
		int half = size;
		for (int i = node / 2; i > 0; i /= 2) {
			int left = this.free[2 * i];
			int right = this.free[2 * i + 1];
			this.free[i] = (left == half && right == half) ? 2 * half : Math.max(left, right);
			half *= 2;
		}
	}

	/**
	 * A part of a slab that is lent.
	 *
	 * @param slab the slab
	 * @param node the place of the piece in the slab's tree
	 * @param buffer the memory of the piece
	 */
	record Piece(Slab slab, int node, ByteBuffer buffer) {

		void giveBack() {
			this.slab.giveBack(this.node, this.buffer.capacity());
		}

	}

}
