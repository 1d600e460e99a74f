package dev.wsboot.endpoint;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * What is asked about the handshakes of one endpoint. Immutable.
 *
 * @param interceptors the interceptors that support the endpoint, in order
 */
record HandshakeRules(List<WsHandshakeInterceptor> interceptors) {

	/**
	 * Returns the rules of all endpoints by their paths.
	 * @param endpoints the endpoints
	 * @param beanFactory has the interceptors
	 * @return the rules
	 */
	static Map<String, HandshakeRules> of(List<Endpoint> endpoints, ConfigurableListableBeanFactory beanFactory) {
		List<WsHandshakeInterceptor> all = beanFactory.getBeanProvider(WsHandshakeInterceptor.class)
			.orderedStream()
			.toList();
		Map<String, HandshakeRules> rules = new HashMap<>();
		for (Endpoint endpoint : endpoints) {
			List<WsHandshakeInterceptor> interceptors = all.stream()
				.filter((interceptor) -> interceptor.supports(endpoint.path()))
				.toList();
			rules.put(endpoint.path(), new HandshakeRules(interceptors));
		}
		return rules;
	}

	/** Whether nothing is asked that may block. */
	boolean isEmpty() {
		return this.interceptors.isEmpty();
	}

}
