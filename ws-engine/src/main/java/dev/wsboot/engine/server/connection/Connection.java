/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.connection;

import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.security.Principal;
import java.util.function.UnaryOperator;

import dev.wsboot.engine.CloseCode;
import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.HandshakeDecision;
import dev.wsboot.engine.RejectReason;
import dev.wsboot.engine.handshake.Handshaker;
import dev.wsboot.engine.protocol.ConnectionState;
import dev.wsboot.engine.server.log.Log;
import dev.wsboot.engine.server.memory.MemoryAccount;
import dev.wsboot.engine.server.outbound.OutboundFrame;
import dev.wsboot.engine.server.outbound.OutboundQueue;
import dev.wsboot.engine.server.transport.SocketTransport;
import dev.wsboot.engine.server.transport.Transport;
import org.jspecify.annotations.Nullable;

/**
 * One socket from accept to end: hands input to its current {@link ConnectionStage},
 * writes for its {@link OutboundQueue}, and ends once. Confined to the event loop, except
 * for methods that say otherwise.
 * <p>
 * The stages and the phases of {@link ConnectionState}:
 *
 * <pre>
 *   stage                   phase             left by
 *
 *   ProxyHeaderStage        CONNECTING        header of a trusted proxy
 *         |
 *         v
 *   handshake stage         CONNECTING ---+   request, and decision of the application
 *         |                               |
 *         | 101                           | rejected
 *         v                               |
 *   session stage           OPEN          |   Close frames of both sides
 *         |                 CLOSE_*       |
 *         | endOutput()     ENDED         | reject()
 *         v                               v
 *   DiscardingStage  &lt;--------------------+   end of the input, or the close timeout
 *         |
 *         | end()
 *         v
 *   socket closed
 * </pre>
 *
 * A connection ends in one of three ways, each of which calls
 * {@link ConnectionStage#onEnd} of the stage that is left:
 * <ul>
 * <li>{@link #end}: closes the socket at once, from any stage.</li>
 * <li>{@link #endOutput}: ends the output, and discards input until the peer has ended
 * its own.</li>
 * <li>{@link #reject}: answers the handshake, and then ends the output. The stage has
 * counted the reason already, so that it is not called.</li>
 * </ul>
 */
public final class Connection extends ConnectionOutput {

	/** Whether the connection is admitted; if not, it is open only to be rejected. */
	private final boolean admitted;

	/** The address of the peer, or of the client for which a proxy has opened this. */
	private InetSocketAddress remoteAddress;

	/**
	 * The address of the client; {@code null} while only the proxy knows the client.
	 */
	private @Nullable InetAddress client;

	/**
	 * Registers an accepted socket with the loop. The first stage must be entered before
	 * the loop gets to the socket.
	 * @param admitted whether there is room for the connection; if not, it is only
	 * rejected
	 * @throws IOException if the socket is closed
	 */
	public Connection(SocketChannel channel, InetSocketAddress remoteAddress, ConnectionHost host, boolean admitted)
			throws IOException {
		this(channel, channel, remoteAddress, host, new MemoryAccount(host.memory()), admitted);
	}

	/**
	 * Registers a socket that another server has accepted with the loop. The first stage
	 * must be entered before the loop gets to the socket.
	 * @param owner closes the socket, and has the other server forget it
	 * @param memory the account of the memory that this connection holds
	 * @throws IOException if the socket is closed
	 */
	public Connection(SocketChannel channel, Closeable owner, InetSocketAddress remoteAddress, ConnectionHost host,
			MemoryAccount memory) throws IOException {
		this(channel, owner, remoteAddress, host, memory, true);
	}

	private Connection(SocketChannel channel, Closeable owner, InetSocketAddress remoteAddress, ConnectionHost host,
			MemoryAccount memory, boolean admitted) throws IOException {
		super(host, memory);
		this.remoteAddress = remoteAddress;
		this.admitted = admitted;
		this.client = this.host.isProxy(remoteAddress.getAddress()) ? null : remoteAddress.getAddress();
		this.stage = new DiscardingStage(this, this.loop.now());
		this.transport = new SocketTransport(channel, owner, this.loop, this);
	}

	/**
	 * Replaces the transport before anything is read or written.
	 * @param replacement makes the new transport from the present one
	 * @return the new transport
	 */
	public Transport replaceTransport(UnaryOperator<Transport> replacement) {
		this.transport = replacement.apply(this.transport);
		return this.transport;
	}

	public InetSocketAddress remoteAddress() {
		return this.remoteAddress;
	}

	/**
	 * Sets the address for which a proxy has opened this connection, and rejects the
	 * connection if the client has too many.
	 */
	public void openedFor(InetSocketAddress address) {
		this.remoteAddress = address;
		if (!this.host.isProxy(address.getAddress())) {
			identify(address.getAddress());
		}
	}

	/**
	 * Identifies the client of this connection, unless the client is known already, and
	 * rejects the connection if the client has too many.
	 * @param address the address of the client, which may be a trusted proxy itself
	 * @return {@code false} if the connection is rejected
	 */
	public boolean identify(InetAddress address) {
		if (this.client == null) {
			if (!this.host.identify(address)) {
				rejectAsOneTooMany();
				return false;
			}
			this.client = address;
		}
		return true;
	}

	/** Rejects this connection, for which there is no room. */
	public void rejectAsOneTooMany() {
		reject(tooManyConnections());
	}

	/** Returns the response for connections for which there is no room. */
	public static HandshakeDecision.Reject tooManyConnections() {
		return HandshakeDecision.reject(503).header("Retry-After", "5").body("Too many connections");
	}

	@Override
	public void onReady(int operations) {
		if ((operations & SelectionKey.OP_WRITE) != 0) {
			this.transport.onWritable();
			this.outbound.onWritable();
		}
		if ((operations & SelectionKey.OP_READ) != 0 && !this.ended && !isPostponed()) {
			this.transport.onReadable();
		}
	}

	/** Whether a stage is the current one of a connection that has not ended. */
	public boolean isInStage(ConnectionStage candidate) {
		return !this.ended && this.stage == candidate;
	}

	/** Hands input to another stage from now on. */
	public void enter(ConnectionStage next) {
		this.stage = next;
	}

	private void enterDiscardingStage() {
		this.stage = new DiscardingStage(this, this.loop.now() + this.host.closeTimeout());
	}

	/** Reads the peer's Close frame, as our own is on its way. */
	public void onCloseSent() {
		this.stage.onCloseSent();
		resume();
	}

	/** Closes the session, if there is one, and releases the memory that it holds. */
	public void shed(CloseStatus status) {
		if (!this.ended) {
			dropLeftover();
			this.stage.shed(status);
			resume();
			heldChanged();
		}
	}

	/** Whether the peer has begun a TLS handshake that is not complete. */
	public boolean isSecuring() {
		return this.transport.isSecuring();
	}

	/** Whether the connection uses TLS. From any thread. */
	public boolean isSecure() {
		return this.transport.isSecure();
	}

	/**
	 * Whether a request for a host belongs on this connection. The name that a trusted
	 * proxy asks for in its own TLS handshake does not matter.
	 * @param host the name in the request
	 */
	public boolean serves(String host) {
		return this.host.isProxy(this.remoteAddress.getAddress()) || this.transport.serves(host);
	}

	/**
	 * Returns the port that a process on this machine has connected to over loopback,
	 * without TLS and not as a trusted proxy; -1 for any other connection.
	 */
	public int loopbackPort() {
		return this.transport.loopbackPort(this.host::isProxy);
	}

	/** Returns the peer's identity as TLS has verified it, or {@code null}. */
	public @Nullable Principal principal() {
		return this.transport.principal();
	}

	/**
	 * Rejects the handshake, and discards further input.
	 */
	public void reject(HandshakeDecision.Reject rejection) {
		enterDiscardingStage();
		if (this.host.isSecure() && !isSecure()) {
			// a client that will begin with TLS understands nothing else
			end();
			return;
		}
		this.outbound.offer(OutboundFrame.http(Handshaker.rejectResponse(rejection), true));
		resume();
	}

	@Override
	public void refuseInTheClear(Transport plain, byte[] answer) {
		this.transport = plain;
		if (this.admitted) {
			this.stage.onEnd(RejectReason.TLS);
			enterDiscardingStage();
			this.outbound.offer(OutboundFrame.http(answer, true));
		}
		else {
			// the rejection is queued already
			this.outbound.onWritable();
		}
	}

	@Override
	public void tlsFailed() {
		endOutput(RejectReason.TLS);
		this.outbound.end();
	}

	@Override
	public void tlsAbused(CloseStatus status) {
		this.stage.onCut(status);
		end(RejectReason.TLS);
	}

	/**
	 * Ends our output, then waits for the peer to end its own. Closing at once would
	 * reset the connection if the peer has sent anything more, and destroy the bytes that
	 * the peer has not read yet.
	 */
	public void endOutput() {
		endOutput(RejectReason.DISCONNECTED);
	}

	private void endOutput(RejectReason cause) {
		this.outbound.writeBatches();
		if (this.ended) {
			return;
		}
		this.stage.onEnd(cause);
		enterDiscardingStage();
		if (this.inputEnded) {
			end();
			return;
		}
		try {
			this.transport.endOutput();
			resume();
		}
		catch (IOException ex) {
			end();
		}
	}

	@Override
	public void end() {
		end(RejectReason.DISCONNECTED);
	}

	/**
	 * Closes the socket, once, after the replies that are batched.
	 * @param cause the reason that is counted if the connection has not become a session
	 */
	public void end(RejectReason cause) {
		this.outbound.writeBatches();
		if (this.ended) {
			return;
		}
		this.ended = true;
		dropLeftover();
		this.transport.close();
		this.loop.forget(this);
		this.host.leave(this.admitted, this.client);
		ConnectionStage last = this.stage;
		// the application may keep the session, but not the messages that it was reading
		this.stage = new DiscardingStage(this, 0);
		last.onEnd(cause);
		this.outbound.end();
		heldChanged();
	}

	/** Ends a connection without a session, as all of these hold too much. */
	@Override
	public void cutForMemory() {
		end(RejectReason.OVERLOAD);
	}

	@Override
	public void onTick(long now) {
		if (!this.ended) {
			if (this.memory.takeUnreported()) {
				reportAll();
				this.outbound.reportHeld();
				this.stage.tellHeld();
			}
			this.outbound.releaseUnused();
			this.stage.onTick(now);
		}
	}

	@Override
	public void onFailure(Throwable failure) {
		Log.log(Level.ERROR, "Connection failed, it is cut", failure);
		end();
	}

	@Override
	public void onStop() {
		this.stage.onCut(this.host.stopStatus());
		end(RejectReason.DRAINING);
	}

	@Override
	public void onDeath() {
		this.stage.onCut(CloseStatus.of(CloseCode.INTERNAL_ERROR));
		end(RejectReason.ERROR);
	}

}
