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
public final class ProxyHeaderStage extends PendingStage {

	private final Next next;

	private final ProxyHeaderDecoder decoder = new ProxyHeaderDecoder();

	/**
	 * Creates the stage.
	 * @param connection the connection
	 * @param counters the counters of rejected connections and of probes
	 * @param rejections the log of rejected connections
	 * @param deadline the time in nanoseconds at which the handshake must be complete
	 * @param next enters the stage after the header
	 */
	public ProxyHeaderStage(Connection connection, Counters counters, RejectionLog rejections, long deadline,
			Next next) {
		super(connection, counters, rejections, deadline);
		this.next = next;
	}

	@Override
	public void receive(ByteBuffer data) {
		noteInput();
		try {
			if (this.decoder.decode(data)) {
				this.next.enter(this.decoder.source(), data);
			}
		}
		catch (ProtocolException ex) {
			// a response would be for the client, which has sent no request yet
			Log.log(Level.DEBUG, () -> "A connection from the trusted proxy "
					+ this.connection.remoteAddress().getAddress().getHostAddress() + " is cut: " + ex.getMessage());
			this.counters.violated(ex.violation());
			this.connection.end(RejectReason.BAD_REQUEST);
		}
	}

	@Override
	protected void logRejection(RejectReason cause) {
		if (cause == RejectReason.BAD_REQUEST) {
			this.rejections.rejected(ProxyFault.NO_PROXY_HEADER);
		}
		else {
			super.logRejection(cause);
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
