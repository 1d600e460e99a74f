/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.connection;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;

import dev.wsboot.engine.WsCounter;
import dev.wsboot.engine.protocol.ConnectionState;
import dev.wsboot.engine.server.log.Log;
import dev.wsboot.engine.server.memory.MemoryAccount;
import dev.wsboot.engine.server.outbound.OutboundFrame;
import dev.wsboot.engine.server.outbound.OutboundQueue;
import dev.wsboot.engine.server.outbound.Sender;
import dev.wsboot.engine.server.outbound.Wire;
import org.jspecify.annotations.Nullable;

/**
 * The output of a {@link Connection}: writes to the socket for the {@link OutboundQueue},
 * and reports to the current {@link ConnectionStage} what is written. Called on any
 * thread, except for methods that say otherwise.
 */
public abstract class ConnectionOutput extends ConnectionInput implements Wire {

	/** The frames that wait to be written. From any thread. */
	public final OutboundQueue outbound;

	ConnectionOutput(ConnectionHost host, MemoryAccount memory) {
		super(host, memory);
		this.outbound = new OutboundQueue(this, host.output());
	}

	@Override
	protected void onInputHandled() {
		this.host.output().flushIfOnly(this.outbound);
	}

	@Override
	public ConnectionState state() {
		return this.state;
	}

	@Override
	public MemoryAccount memory() {
		return this.memory;
	}

	@Override
	public Sender sender() {
		return this.stage.sender();
	}

	@Override
	public boolean mayGoBeyond(OutboundFrame frame) {
		return this.stage.mayGoBeyond(frame);
	}

	@Override
	public void drained() {
		this.stage.onDrained();
	}

	@Override
	public void secured() {
		this.outbound.onWritable();
	}

	@Override
	public void beforeDecrypting() {
		this.outbound.writeOwnBatch();
	}

	@Override
	public int write(ByteBuffer buffer) throws IOException {
		int bytes = this.transport.write(buffer);
		this.host.counters().add(WsCounter.BYTES_SENT, bytes);
		return bytes;
	}

	@Override
	public void write(ByteBuffer[] buffers) throws IOException {
		this.host.counters().add(WsCounter.BYTES_SENT, this.transport.write(buffers));
	}

	@Override
	public void awaitWritable() {
		this.transport.awaitWritable();
	}

	@Override
	public void failed(Throwable cause) {
		// the peer is gone, most likely
		Log.log(Level.DEBUG, "Write failed", cause);
		inLoop(this::end);
	}

	@Override
	public void pingWritten() {
		this.stage.onPingWritten();
	}

	@Override
	public void lastFrameWritten() {
		inLoop(() -> this.stage.onLastFrameWritten());
	}

	@Override
	public boolean inLoop() {
		return this.loop.inLoop();
	}

	@Override
	public ByteBuffer writeBuffer() {
		return this.host.buffers().writeBuffer();
	}

	@Override
	public @Nullable ByteBuffer lentAfter(ByteBuffer payload, int before) {
		return this.host.buffers().lentAfter(payload, before);
	}

	@Override
	public void flushUnlessHandlerDoes() {
		this.host.flushUnlessHandlerDoes(this.outbound);
	}

	/**
	 * Runs a task on the event loop: at once if the current thread is the loop and
	 * handles no input, else soon, so that no task runs inside a handler that sends.
	 * @param task the task
	 */
	public void inLoop(Runnable task) {
		if (this.loop.inLoop() && this.loop.reading() == null) {
			task.run();
		}
		else {
			this.loop.execute(task);
		}
	}

}
