/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.session;

import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.CompletionStage;

import dev.wsboot.engine.HandshakeDecision;
import dev.wsboot.engine.HandshakeRequest;
import dev.wsboot.engine.LogText;
import dev.wsboot.engine.RejectReason;
import dev.wsboot.engine.handshake.HandshakeException;
import dev.wsboot.engine.handshake.Handshaker;
import dev.wsboot.engine.handshake.HostPolicy;
import dev.wsboot.engine.handshake.HttpRequest;
import dev.wsboot.engine.handshake.HttpRequestParser;
import dev.wsboot.engine.options.HandshakeOptions;
import dev.wsboot.engine.proxy.ForwardedClient;
import dev.wsboot.engine.server.connection.Connection;
import dev.wsboot.engine.server.connection.PendingStage;
import dev.wsboot.engine.server.log.Log;
import org.jspecify.annotations.Nullable;

/**
 * The stage of a connection before its 101: parses the request, asks the application, and
 * answers. Confined to the event loop.
 */
public final class HandshakeStage extends PendingStage {

	/** The number of bytes that are parsed at once. Most requests are smaller. */
	private static final int MAX_PIECE = 4096;

	/** The bytes of a decision besides the request: at least a task or a thread. */
	private static final int DECISION = 2048;

	/** The number of characters of a path in the log. */
	private static final int MAX_LOGGED_PATH = 200;

	private final SessionHost host;

	private final HandshakeResources resources;

	/** The parser; {@code null} as soon as the request is complete. */
	private @Nullable HttpRequestParser parser;

	/** The bytes of the heap that the complete request occupies. */
	private int requestBytes;

	/**
	 * The place among the bulk closes at which the application was asked; {@code null}
	 * before, so that a silent connection keeps none of them.
	 */
	private BulkCloses.@Nullable Place place;

	/** The bytes that the application holds while it decides, or 0. */
	private int awaited;

	/** Whether the connection has ended before the application has decided. */
	private boolean abandoned;

	/**
	 * Creates the stage.
	 * @param connection the connection
	 * @param host the server and the event loop
	 * @param resources the resources of all handshakes
	 * @param deadline the time in nanoseconds at which the handshake must be complete
	 */
	public HandshakeStage(Connection connection, SessionHost host, HandshakeResources resources, long deadline) {
		super(connection, host.counters(), resources.rejections(), deadline);
		this.host = host;
		this.resources = resources;
		HandshakeOptions options = resources.options();
		this.parser = new HttpRequestParser(options.maxRequestLine(), options.maxHeaderSize(), options.maxHeaders());
	}

	@Override
	public void receive(ByteBuffer data) {
		noteInput();
		byte[] piece = new byte[Math.min(data.remaining(), MAX_PIECE)];
		data.get(data.position(), piece);
		HttpRequestParser current = Objects.requireNonNull(this.parser, "The request is complete");
		try {
			int used = current.parse(piece, 0, piece.length);
			data.position(data.position() + used);
			if (current.isComplete()) {
				this.requestBytes = current.heldBytes();
				this.parser = null;
				check(current.request());
			}
		}
		catch (HandshakeException ex) {
			Log.log(Level.DEBUG, () -> "Handshake rejected: " + ex.getMessage());
			this.rejections.rejected(ex);
			reject(ex.reason(), ex.response());
		}
	}

	private void check(HttpRequest request) throws HandshakeException {
		InetSocketAddress peer = this.connection.remoteAddress();
		boolean secure = this.connection.isSecure();
		ForwardedClient client = this.resources.proxies().client(request.headers(), peer);
		InetSocketAddress address = (client != null && client.address() != null) ? client.address() : peer;
		if (!this.connection.identify(address.getAddress())) {
			return;
		}
		if (client == null) {
			check(request, address, secure);
			return;
		}
		HttpRequest asked = (client.host() != null) ? Handshaker.askedFor(request, client.host()) : request;
		check(asked, address, client.secure(secure));
	}

	private void check(HttpRequest request, InetSocketAddress client, boolean secure) throws HandshakeException {
		HandshakeRequest checked;
		this.place = this.host.resources().sessions().bulkClosePlace();
		try {
			checked = this.resources.handshaker()
				.check(request, client, secure, this.connection.principal(), this.connection.loopbackPort());
		}
		catch (RuntimeException | Error ex) {
			// an origin policy of the application
			fail("Check of a handshake of " + client, ex);
			return;
		}
		if (!this.connection.serves(HostPolicy.nameIn(checked))) {
			throw HostPolicy.misdirected();
		}
		decide(checked);
	}

	private void decide(HandshakeRequest request) {
		if (this.host.resources().sessions().isDraining()) {
			rejectAsDraining();
			return;
		}
		if (this.resources.memory().isTooMuchUndecided()) {
			// the application holds requests whose clients are gone, and gets no more
			this.rejections.rejected(RejectReason.OVERLOAD);
			reject(RejectReason.OVERLOAD,
					HandshakeDecision.reject(503).header("Retry-After", "5").body("Too many handshakes"));
			return;
		}
		HandshakeDecision decision;
		try {
			decision = this.resources.handler().decide(request);
		}
		catch (Throwable ex) {
			fail(describe(request), ex);
			return;
		}
		if (decision instanceof HandshakeDecision.Later later) {
			this.connection.pause();
			await(request, later.decision());
		}
		else {
			answer(request, decision);
		}
	}

	private void await(HandshakeRequest request, CompletionStage<? extends HandshakeDecision> decision) {
		this.awaited = this.requestBytes + DECISION;
		this.resources.memory().addUndecided(this.awaited);
		decision.whenComplete((result, failure) -> this.connection.loop.execute(() -> {
			onDecided();
			if (!this.connection.isInStage(this)) {
				// the connection has timed out or ended meanwhile
				return;
			}
			try {
				if (failure != null || result == null) {
					fail(describe(request), (failure != null) ? failure : new IllegalStateException("No decision"));
				}
				else {
					answer(request, result);
				}
				this.connection.resume();
			}
			catch (Throwable ex) {
				this.connection.onFailure(ex);
			}
		}));
	}

	private void onDecided() {
		this.resources.memory().removeUndecided(this.awaited);
		if (this.abandoned) {
			this.host.memory().add(-this.awaited);
		}
		this.awaited = 0;
	}

	private void answer(HandshakeRequest request, HandshakeDecision decision) {
		if (decision instanceof HandshakeDecision.Accept accept) {
			if (!SessionOpener.open(this.connection, this.host, request, accept, Objects.requireNonNull(this.place))) {
				rejectAsDraining();
			}
		}
		else if (decision instanceof HandshakeDecision.Reject reject) {
			RejectReason reason = Handshaker.reasonOf(reject);
			this.rejections.rejected(reason);
			Log.log(Level.DEBUG, () -> describe(request) + " rejected: " + reject.status() + " (" + reason + ")");
			reject(reason, reject);
		}
		else {
			fail(describe(request), new IllegalStateException("A late decision may not be late again"));
		}
	}

	private void fail(String action, Throwable failure) {
		Log.log(Level.ERROR, action + " failed", failure);
		reject(RejectReason.ERROR, HandshakeDecision.reject(500));
	}

	/** Describes a request for a log. The query may hold secrets, so it is left out. */
	private static String describe(HandshakeRequest request) {
		return "Handshake of " + request.remoteAddress() + " for '" + LogText.escaped(request.path(), MAX_LOGGED_PATH)
				+ "'";
	}

	private void rejectAsDraining() {
		Log.log(Level.DEBUG, "Handshake rejected: the server is stopping");
		reject(RejectReason.DRAINING,
				HandshakeDecision.reject(503).header("Retry-After", "5").body("Server is stopping"));
	}

	private void reject(RejectReason reason, HandshakeDecision.Reject response) {
		this.host.counters().rejected(reason);
		this.connection.reject(response);
	}

	@Override
	public int heldBytes() {
		HttpRequestParser current = this.parser;
		return (current != null) ? (hasInput() ? current.heldBytes() : 0) : this.requestBytes;
	}

	@Override
	public void onEnd(RejectReason cause) {
		if (this.awaited > 0) {
			// the application holds the request until it has decided
			this.abandoned = true;
			this.host.memory().add(this.awaited);
		}
		super.onEnd(cause);
	}

}
