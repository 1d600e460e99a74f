/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server;

import java.net.InetAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import dev.wsboot.engine.HandshakeDecision;
import dev.wsboot.engine.HandshakeRequest;
import dev.wsboot.engine.RejectReason;
import dev.wsboot.engine.handshake.HandshakeException;
import dev.wsboot.engine.handshake.HttpRequest;
import dev.wsboot.engine.server.connection.Connection;
import dev.wsboot.engine.server.memory.MemoryAccount;
import dev.wsboot.engine.server.session.AcceptedHandshake;
import dev.wsboot.engine.server.session.BulkCloses;
import dev.wsboot.engine.server.session.HandshakeReview;
import org.jspecify.annotations.Nullable;

/**
 * Answers the handshakes that another server has received, by the checks and limits that
 * handshakes on a port of this server have. Safe to use from any thread.
 */
final class MountedHandshakes {

	private final ServerContext context;

	private final EventLoops loops;

	private final HandshakeReview review;

	MountedHandshakes(ServerContext context, EventLoops loops) {
		this.context = context;
		this.loops = loops;
		this.review = context.handshakeReview;
	}

	/**
	 * Answers a handshake. Calls the application on the calling thread.
	 * @return completes when the application has decided, at the latest after the
	 * handshake timeout; never with a failure
	 */
	CompletionStage<MountedHandshake> answer(MountedRequest request) {
		LoopParts parts = this.loops.next();
		InetAddress client = request.remoteAddress().getAddress();
		if (!this.context.admission.enter(client, this.context.clock.getAsLong())) {
			return CompletableFuture.completedStage(reject(RejectReason.OVERLOAD, Connection.tooManyConnections()));
		}
		return decide(request, parts).thenApply((answer) -> {
			if (!answer.isAccepted()) {
				parts.leave(true, client);
			}
			return answer;
		});
	}

	private CompletionStage<MountedHandshake> decide(MountedRequest request, LoopParts parts) {
		BulkCloses.Place place = this.context.sessions.bulkClosePlace();
		HandshakeRequest checked;
		try {
			checked = this.context.handshakeResources.handshaker()
				.check(new HttpRequest(request.method(), request.target(), request.version(), request.headers()),
						request.remoteAddress(), request.secure(), request.principal(), request.loopbackPort());
		}
		catch (HandshakeException ex) {
			return CompletableFuture.completedStage(MountedHandshake.rejected(this.review.reject(ex)));
		}
		catch (RuntimeException | Error ex) {
			// an origin policy of the application
			return CompletableFuture.completedStage(MountedHandshake
				.rejected(this.review.fail("Check of a handshake of " + request.remoteAddress(), ex)));
		}
		HandshakeDecision decision = this.review.decide(checked);
		if (decision instanceof HandshakeDecision.Later later) {
			return await(checked, later.decision()).thenApply((settled) -> answer(checked, settled, place, parts));
		}
		return CompletableFuture.completedStage(answer(checked, decision, place, parts));
	}

	/** Waits for the application, no longer than the handshake timeout. */
	private CompletionStage<HandshakeDecision> await(HandshakeRequest request,
			CompletionStage<? extends HandshakeDecision> decision) {
		Runnable release = this.context.handshakeResources.memory().hold(request, this.context.memory);
		CompletableFuture<Outcome> outcome = new CompletableFuture<>();
		decision.whenComplete((result, failure) -> {
			release.run();
			outcome.complete(new Outcome(result, failure));
		});
		outcome.completeOnTimeout(Outcome.TIMEOUT, this.context.options.handshake().timeout().toNanos(),
				TimeUnit.NANOSECONDS);
		return outcome.thenApply((each) -> {
			if (each == Outcome.TIMEOUT) {
				count(RejectReason.TIMEOUT);
				return HandshakeDecision.reject(503).body("The handshake has taken too long");
			}
			return this.review.settle(request, each.decision(), each.failure());
		});
	}

	private MountedHandshake answer(HandshakeRequest request, HandshakeDecision decision, BulkCloses.Place place,
			LoopParts parts) {
		if (decision instanceof HandshakeDecision.Reject rejection) {
			return MountedHandshake.rejected(rejection);
		}
		MemoryAccount memory = new MemoryAccount(this.context.memory);
		AcceptedHandshake accepted = AcceptedHandshake.of(request, (HandshakeDecision.Accept) decision, place, parts,
				memory);
		if (accepted == null) {
			return MountedHandshake.rejected(this.review.rejectAsDraining());
		}
		MountedSession session = new MountedSession(accepted, request.remoteAddress(), parts, memory);
		MountedHandshake answer = MountedHandshake.accepted(accepted.responseHeaders(), session);
		session.expire(this.context.options.handshake().timeout());
		return answer;
	}

	private MountedHandshake reject(RejectReason reason, HandshakeDecision.Reject rejection) {
		count(reason);
		return MountedHandshake.rejected(rejection);
	}

	private void count(RejectReason reason) {
		this.context.counters.rejected(reason);
		this.context.rejections.rejected(reason);
	}

	/**
	 * The outcome of a decision that the application has postponed.
	 *
	 * @param decision the decision, or {@code null} after a failure
	 * @param failure the failure, or {@code null}
	 */
	private record Outcome(@Nullable HandshakeDecision decision, @Nullable Throwable failure) {

		/** The application has not decided in time. */
		static final Outcome TIMEOUT = new Outcome(null, null);

	}

}
