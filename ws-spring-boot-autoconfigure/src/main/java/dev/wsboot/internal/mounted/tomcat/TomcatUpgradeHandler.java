/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.mounted.tomcat;

import java.io.IOException;

import dev.wsboot.engine.server.MountedHandshake;
import dev.wsboot.engine.server.MountedSocket;
import jakarta.servlet.http.WebConnection;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.coyote.http11.upgrade.InternalHttpUpgradeHandler;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.SSLSupport;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * Hands over the socket of one handshake after Tomcat has sent the 101, and ends the
 * session when Tomcat stops. Created by Tomcat, and called on threads of Tomcat only.
 * <p>
 * As this handler does its I/O itself ({@link #hasAsyncIO}), Tomcat's poller has no more
 * interest in the socket, while Tomcat counts the connection until it is closed.
 */
public final class TomcatUpgradeHandler implements InternalHttpUpgradeHandler {

	private static final Log logger = LogFactory.getLog(TomcatUpgradeHandler.class);

	/** The handshake; {@code null} before the 101. */
	private volatile @Nullable MountedHandshake handshake;

	private @Nullable SocketWrapperBase<?> wrapper;

	/**
	 * Sets the handshake, before Tomcat sends the 101.
	 * @param accepted an accepted handshake
	 */
	void prepare(MountedHandshake accepted) {
		this.handshake = accepted;
	}

	@Override
	public void setSocketWrapper(SocketWrapperBase<?> wrapper) {
		this.wrapper = wrapper;
	}

	@Override
	public void init(WebConnection connection) {
		MountedHandshake accepted = this.handshake;
		SocketWrapperBase<?> taken = this.wrapper;
		this.wrapper = null;
		if (accepted == null || taken == null) {
			throw new IllegalStateException("Tomcat has upgraded a connection without a handshake");
		}
		MountedSocket socket;
		try {
			socket = TomcatSocket.takeOver(taken);
		}
		catch (IOException | RuntimeException ex) {
			logger.error("Could not take over a socket of Tomcat", ex);
			accepted.abandon();
			taken.close();
			return;
		}
		accepted.open(socket);
	}

	@Override
	public boolean hasAsyncIO() {
		return true;
	}

	@Override
	public SocketState upgradeDispatch(SocketEvent event) {
		return switch (event) {
			case OPEN_READ, OPEN_WRITE -> SocketState.ASYNC_IO;
			default -> SocketState.CLOSED;
		};
	}

	@Override
	public void timeoutAsync(long now) {
		if (now < 0) {
			// Tomcat stops
			end();
		}
	}

	@Override
	public void destroy() {
		end();
	}

	private void end() {
		MountedHandshake accepted = this.handshake;
		if (accepted != null) {
			accepted.cut();
		}
	}

	@Override
	public void setSslSupport(SSLSupport sslSupport) {
		// the engine is taken over
	}

	@Override
	public void pause() {
		// sessions are drained before Tomcat pauses
	}

}
