package dev.wsboot.endpoint;

import java.security.Principal;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

import dev.wsboot.engine.HandshakeDecision;
import dev.wsboot.engine.HandshakeHandler;
import dev.wsboot.engine.HandshakeRequest;
import org.jspecify.annotations.Nullable;

/**
 * Decides about handshakes: finds the endpoint, asks the interceptors, and binds what the
 * endpoint's methods need to know. Called on event loops; what may block runs on the
 * executor.
 */
final class HandshakeDecider implements HandshakeHandler {

	private final EndpointRouter router;

	private final List<WsHandshakeInterceptor> interceptors;

	private final Surroundings surroundings;

	private final Executor executor;

	HandshakeDecider(EndpointRouter router, List<WsHandshakeInterceptor> interceptors, Surroundings surroundings,
			Executor executor) {
		this.router = router;
		this.interceptors = interceptors;
		this.surroundings = surroundings;
		this.executor = executor;
	}

	@Override
	public HandshakeDecision decide(HandshakeRequest request) {
		EndpointRouter.Match match = this.router.match(request.rawPath());
		if (match == null) {
			return HandshakeDecision.reject(404);
		}
		Endpoint endpoint = match.endpoint();
		WsHandshake handshake = new WsHandshake(request, endpoint.path(), match.pathVariables());
		if (this.interceptors.isEmpty() && !endpoint.values().mayBlock()) {
			return accept(endpoint, handshake);
		}
		ContextPropagation.Snapshot none = this.surroundings.noContext();
		return HandshakeDecision.later(CompletableFuture.completedStage(null)
			.thenComposeAsync((nothing) -> ask(0, endpoint, handshake, none), this.executor));
	}

	/** Asks the interceptors from one on; those behind an asynchronous one later. */
	private CompletionStage<HandshakeDecision> ask(int first, Endpoint endpoint, WsHandshake handshake,
			ContextPropagation.@Nullable Snapshot context) {
		ContextPropagation.Scope scope = ContextPropagation.restore(context);
		try {
			for (int i = first; i < this.interceptors.size(); i++) {
				WsHandshakeInterceptor interceptor = this.interceptors.get(i);
				if (interceptor instanceof WsAsyncHandshakeInterceptor async) {
					int next = i + 1;
					CompletionStage<HandshakeDecision.@Nullable Reject> later = async.interceptLater(handshake);
					ContextPropagation.Snapshot captured = this.surroundings.captureContext();
					return later.thenComposeAsync((rejection) -> (rejection != null)
							? CompletableFuture.completedStage(rejection) : ask(next, endpoint, handshake, captured),
							this.executor);
				}
				HandshakeDecision.Reject rejection = interceptor.intercept(handshake);
				if (rejection != null) {
					return CompletableFuture.completedStage(rejection);
				}
			}
			return CompletableFuture.completedStage(accept(endpoint, handshake));
		}
		catch (Throwable ex) {
			return CompletableFuture.failedStage(ex);
		}
		finally {
			scope.close();
		}
	}

	private HandshakeDecision accept(Endpoint endpoint, WsHandshake handshake) {
		@Nullable Object[] values;
		try {
			values = endpoint.values().bind(handshake.request(), handshake.pathVariables());
		}
		catch (InvalidHandshakeException ex) {
			return HandshakeDecision.reject(400).body(ex.answer());
		}
		HandshakeDecision.Accept accept = HandshakeDecision.accept(new EndpointSession(endpoint, values, this.executor))
			.endpoint(endpoint.path())
			.subprotocols(endpoint.subprotocols())
			.attributes(handshake.attributes())
			.compression(endpoint.compression());
		Principal principal = handshake.principal();
		if (principal != null) {
			accept = accept.principal(principal);
		}
		for (String name : handshake.responseHeaders().names()) {
			for (String value : handshake.responseHeaders().all(name)) {
				accept = accept.header(name, value);
			}
		}
		return accept;
	}

}
