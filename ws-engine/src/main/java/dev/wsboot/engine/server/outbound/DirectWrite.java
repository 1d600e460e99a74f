/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.outbound;

import java.io.IOException;
import java.nio.ByteBuffer;

import dev.wsboot.engine.frame.FrameEncoder;
import dev.wsboot.engine.frame.Opcode;
import dev.wsboot.engine.server.memory.WriteBuffers;

/**
 * Writes a large binary message out of the buffer of its sender, without a frame object
 * or a copy. On the event loop, a payload that was just read is written together with its
 * new header, which takes the place of the header that it came with; for other direct
 * buffers, header and payload are written as two buffers. On other threads, the payload
 * passes through a borrowed buffer. Stateless.
 */
final class DirectWrite {

	/** The bytes of the longest header. */
	private static final int MAX_HEADER = FrameEncoder.headerLength(Integer.MAX_VALUE);

	private DirectWrite() {
	}

	/**
	 * Writes as much of a message as the socket takes. Called by the writer of the queue.
	 * @param payload the payload, whose position stays where it is; on the event loop a
	 * direct buffer, of which one system call takes what there is room for
	 * @return the rest of the frame
	 */
	static ByteBuffer of(ByteBuffer payload, Wire wire, WriteBuffers buffers) throws IOException {
		if (!wire.inLoop()) {
			return inPieces(payload, wire, buffers);
		}
		int length = payload.remaining();
		ByteBuffer frame = wire.lentAfter(payload, FrameEncoder.headerLength(length));
		if (frame != null) {
			putHeader(frame.mark(), length).reset();
			wire.write(frame);
			return frame;
		}
		ByteBuffer header = putHeader(wire.writeBuffer().clear(), length).flip();
		ByteBuffer data = payload.duplicate();
		wire.write(new ByteBuffer[] { header, data });
		return header.hasRemaining() ? concat(header, data) : data;
	}

	private static ByteBuffer inPieces(ByteBuffer payload, Wire wire, WriteBuffers buffers) throws IOException {
		ByteBuffer buffer = buffers.borrow();
		ByteBuffer data = payload.duplicate();
		if (buffer == null) {
			// an event loop writes it, with a buffer of its own
			return concat(putHeader(ByteBuffer.allocate(MAX_HEADER), data.remaining()).flip(), data);
		}
		try {
			ByteBuffer piece = putHeader(buffer.clear(), data.remaining());
			do {
				int length = Math.min(piece.remaining(), data.remaining());
				piece.put(piece.position(), data, data.position(), length).position(piece.position() + length).flip();
				data.position(data.position() + length);
				wire.write(piece);
				if (piece.hasRemaining()) {
					return concat(piece, data);
				}
				piece.clear();
			}
			while (data.hasRemaining());
			return data;
		}
		finally {
			buffers.giveBack(buffer);
		}
	}

	private static ByteBuffer putHeader(ByteBuffer target, int payloadLength) {
		FrameEncoder.putHeader(target, FrameEncoder.firstByte(true, Opcode.BINARY), payloadLength);
		return target;
	}

	private static ByteBuffer concat(ByteBuffer first, ByteBuffer second) {
		return ByteBuffer.allocate(first.remaining() + second.remaining()).put(first).put(second).flip();
	}

}
