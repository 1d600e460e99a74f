package dev.wsboot.endpoint;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

import dev.wsboot.engine.HandshakeDecision;
import dev.wsboot.engine.HandshakeHandler;
import dev.wsboot.engine.HandshakeRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.util.Assert;

/**
 * All endpoint beans of an application. They are found, checked and planned when the
 * application's singletons have been created; afterwards this is safe to use from any
 * thread.
 */
public final class WsEndpoints implements SmartInitializingSingleton {

	private final ConfigurableListableBeanFactory beanFactory;

	private final ErrorPolicy errorPolicy;

	private EndpointRouter router = new EndpointRouter(List.of());

	private List<WsHandshakeInterceptor> interceptors = List.of();

	/**
	 * Creates the endpoints, still unknown.
	 * @param beanFactory where endpoint beans are looked for
	 * @param errorPolicy what is done about errors that no method handles
	 */
	public WsEndpoints(ConfigurableListableBeanFactory beanFactory, ErrorPolicy errorPolicy) {
		Assert.notNull(beanFactory, "'beanFactory' must not be null");
		Assert.notNull(errorPolicy, "'errorPolicy' must not be null");
		this.errorPolicy = errorPolicy;
		this.beanFactory = beanFactory;
	}

	@Override
	public void afterSingletonsInstantiated() {
		EndpointFinder.Found found = new EndpointFinder(this.beanFactory).find();
		EndpointContext context = EndpointContext.of(this.beanFactory, found.advice(), this.errorPolicy);
		List<Endpoint> endpoints = new ArrayList<>();
		for (EndpointBean bean : found.endpoints()) {
			endpoints.add(new EndpointPlanner(bean, context).plan());
		}
		this.router = new EndpointRouter(endpoints);
		this.interceptors = this.beanFactory.getBeanProvider(WsHandshakeInterceptor.class).orderedStream().toList();
	}

	/**
	 * Returns the paths of all endpoints as they were declared, such as
	 * {@code /chat/{room}}. They name the endpoints elsewhere, too: in
	 * {@link dev.wsboot.engine.WsSessions} and in counters.
	 * @return the paths, most specific first
	 */
	public List<String> paths() {
		return this.router.paths();
	}

	/**
	 * Returns what decides about handshakes for these endpoints.
	 * @param executor runs what may block: interceptors, and conversions of other than
	 * simple types
	 * @return the handler
	 */
	public HandshakeHandler handshakeHandler(Executor executor) {
		Assert.notNull(executor, "'executor' must not be null");
		return (request) -> decide(request, executor);
	}

	private HandshakeDecision decide(HandshakeRequest request, Executor executor) throws Exception {
		EndpointRouter.Match match = this.router.match(request.path());
		if (match == null) {
			return HandshakeDecision.reject(404);
		}
		if (this.interceptors.isEmpty() && !match.endpoint().values().mayBlock()) {
			return decide(request, match, executor);
		}
		return HandshakeDecision.later(CompletableFuture.supplyAsync(() -> {
			try {
				return decide(request, match, executor);
			}
			catch (Exception ex) {
				throw new CompletionException(ex);
			}
		}, executor));
	}

	private HandshakeDecision decide(HandshakeRequest request, EndpointRouter.Match match, Executor executor)
			throws Exception {
		Endpoint endpoint = match.endpoint();
		WsHandshake handshake = new WsHandshake(request, endpoint.path(), match.pathVariables(), new HashMap<>());
		for (WsHandshakeInterceptor interceptor : this.interceptors) {
			HandshakeDecision.Reject rejection = interceptor.intercept(handshake);
			if (rejection != null) {
				return rejection;
			}
		}
		@Nullable Object[] values;
		try {
			values = endpoint.values().bind(request, match.pathVariables());
		}
		catch (InvalidHandshakeException ex) {
			return HandshakeDecision.reject(400).body(ex.answer());
		}
		return HandshakeDecision.accept(new EndpointSession(endpoint, values, executor))
			.endpoint(endpoint.path())
			.subprotocols(endpoint.subprotocols())
			.attributes(handshake.attributes())
			.compression(endpoint.compression());
	}

}
