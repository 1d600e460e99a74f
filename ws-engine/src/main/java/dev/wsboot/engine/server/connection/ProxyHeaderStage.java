/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.connection;

import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

import dev.wsboot.engine.RejectReason;
import dev.wsboot.engine.WsCounter;
import dev.wsboot.engine.frame.ProtocolException;
import dev.wsboot.engine.handshake.ProxyFault;
import dev.wsboot.engine.proxy.ProxyHeaderDecoder;
import dev.wsboot.engine.server.counters.Counters;
import dev.wsboot.engine.server.limits.RejectionLog;
import dev.wsboot.engine.server.log.Log;
import org.jspecify.annotations.Nullable;

/**
 * The stage of a connection from a proxy before the first byte of its client: reads the
 * header of the PROXY protocol. Confined to the event loop.
 */
public final class ProxyHeaderStage implements ConnectionStage {

	private final Connection connection;

	private final Counters counters;

	private final RejectionLog refusals;

	private final Next next;

	/** The time in nanoseconds at which the handshake must be complete. */
	private final long deadline;

	private final ProxyHeaderDecoder decoder = new ProxyHeaderDecoder();

	/** Whether the proxy has sent anything. */
	private boolean hasInput;

	public ProxyHeaderStage(Connection connection, Counters counters, RejectionLog refusals, long deadline, Next next) {
		this.connection = connection;
		this.counters = counters;
		this.refusals = refusals;
		this.deadline = deadline;
		this.next = next;
	}

	@Override
	public void receive(ByteBuffer data) {
		this.hasInput = true;
		try {
			if (this.decoder.decode(data)) {
				this.next.enter(this.decoder.source(), data);
			}
		}
		catch (ProtocolException ex) {
			// an answer would be for the client, which has not asked yet
			Log.log(Level.DEBUG, () -> "A connection from the trusted proxy "
					+ this.connection.remoteAddress().getAddress().getHostAddress() + " is cut: " + ex.getMessage());
			this.refusals.rejected(ProxyFault.NO_PROXY_HEADER);
			this.connection.end(RejectReason.BAD_REQUEST);
		}
	}

	@Override
	public void onInputEnd() {
		this.connection.end();
	}

	@Override
	public void onLastFrameWritten() {
		// nothing is sent in this stage
	}

	@Override
	public void onTick(long now) {
		if (now - this.deadline > 0) {
			this.connection.end(RejectReason.TIMEOUT);
		}
	}

	@Override
	public void onEnd(RejectReason cause) {
		if (cause == RejectReason.DISCONNECTED && !this.hasInput) {
			this.counters.increment(WsCounter.PROBES);
			return;
		}
		this.counters.rejected(cause);
		if (cause == RejectReason.TIMEOUT) {
			this.refusals.rejected(cause);
		}
	}

	/**
	 * Enters the next stage of a connection.
	 */
	public interface Next {

		/**
		 * Enters the stage after the header.
		 * @param client the address for which the proxy has opened the connection, or
		 * {@code null} if that is the proxy itself
		 * @param rest the bytes after the header, which are handed to the next stage if
		 * they remain
		 */
		void enter(@Nullable InetSocketAddress client, ByteBuffer rest);

	}

}
