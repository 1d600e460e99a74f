/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.session;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.CompletionStage;

import dev.wsboot.engine.HandshakeDecision;
import dev.wsboot.engine.HandshakeRequest;
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
import org.jspecify.annotations.Nullable;

/**
 * The stage of a connection before its 101: parses the request, asks the application, and
 * answers. Confined to the event loop.
 */
public final class HandshakeStage extends PendingStage {

	/** The number of bytes that are parsed at once. Most requests are smaller. */
	private static final int MAX_PIECE = 4096;

	private final SessionHost host;

	private final HandshakeReview review;

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

	/** True if the connection has ended before the application has decided. */
	private boolean abandoned;

	/**
	 * Creates the stage.
	 * @param connection the connection
	 * @param host the server and the event loop
	 * @param review decides about handshakes
	 * @param deadline the time in nanoseconds at which the handshake must be complete
	 */
	public HandshakeStage(Connection connection, SessionHost host, HandshakeReview review, long deadline) {
		super(connection, host.counters(), review.resources.rejections(), deadline);
		this.host = host;
		this.review = review;
		this.resources = review.resources;
		HandshakeOptions options = this.resources.options();
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
			this.connection.reject(this.review.reject(ex));
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
			this.connection.reject(this.review.fail("Check of a handshake of " + client, ex));
			return;
		}
		if (!this.connection.serves(HostPolicy.nameIn(checked))) {
			throw HostPolicy.misdirected();
		}
		HandshakeDecision decision = this.review.decide(checked);
		if (decision instanceof HandshakeDecision.Later later) {
			this.connection.pause();
			await(checked, later.decision());
		}
		else {
			answer(checked, decision);
		}
	}

	private void await(HandshakeRequest request, CompletionStage<? extends HandshakeDecision> decision) {
		this.awaited = this.requestBytes + HandshakeMemory.DECISION;
		this.resources.memory().addUndecided(this.awaited);
		decision.whenComplete((result, failure) -> this.connection.loop.execute(() -> {
			onDecided();
			if (!this.connection.isInStage(this)) {
				// the connection has timed out or ended meanwhile
				return;
			}
			try {
				answer(request, this.review.settle(request, result, failure));
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
		if (decision instanceof HandshakeDecision.Reject rejection) {
			this.connection.reject(rejection);
			return;
		}
		AcceptedHandshake accepted = AcceptedHandshake.of(request, (HandshakeDecision.Accept) decision,
				Objects.requireNonNull(this.place), this.host, this.connection.memory);
		if (accepted == null) {
			this.connection.reject(this.review.rejectAsDraining());
			return;
		}
		accepted.open(this.connection, true);
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
