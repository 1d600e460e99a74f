package dev.wsboot.autoconfigure;

import java.util.concurrent.Executor;

import dev.wsboot.endpoint.WebSocketScope;
import dev.wsboot.endpoint.WsEndpoints;
import dev.wsboot.engine.WsServerOptions;
import dev.wsboot.jsonrpc.JsonRpcOptions;
import dev.wsboot.lifecycle.CurrentWsSessions;
import dev.wsboot.lifecycle.WsServerCustomizer;
import dev.wsboot.lifecycle.WsServerLifecycle;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration of the WebSocket server and the endpoints that it serves. Set
 * {@code ws.enabled} to {@code false} to have none of it.
 */
@AutoConfiguration(afterName = "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration")
@ConditionalOnBooleanProperty(name = "ws.enabled", matchIfMissing = true)
@EnableConfigurationProperties(WsProperties.class)
public final class WsAutoConfiguration {

	/**
	 * The name of an {@link Executor} bean that runs handler methods in place of virtual
	 * threads or the pool.
	 */
	public static final String EXECUTOR_BEAN_NAME = "wsExecutor";

	@Bean
	WsExecutor wsExecutorHolder(@Qualifier(EXECUTOR_BEAN_NAME) ObjectProvider<Executor> own, Environment environment) {
		return WsExecutor.choose(own.getIfAvailable(), environment);
	}

	@Bean
	static WebSocketScope webSocketScope() {
		return new WebSocketScope();
	}

	@Bean
	CurrentWsSessions wsSessions() {
		return new CurrentWsSessions();
	}

	@Bean
	JsonRpcOptions wsJsonRpcOptions(WsProperties properties) {
		WsProperties.JsonRpc jsonRpc = properties.getJsonRpc();
		return new JsonRpcOptions(jsonRpc.getMaxBatch(), jsonRpc.getMaxPendingCalls(), jsonRpc.getCallTimeout());
	}

	@Bean
	WsEndpoints wsEndpoints(ConfigurableListableBeanFactory beanFactory, WsProperties properties) {
		return new WsEndpoints(beanFactory, properties.getError().getPolicy());
	}

	@Bean
	WsServerLifecycle wsServerLifecycle(WsProperties properties, WsExecutor executor,
			ObjectProvider<WsServerCustomizer> customizers, ObjectProvider<SslBundles> sslBundles,
			WsEndpoints endpoints, CurrentWsSessions sessions) {
		WsSsl ssl = WsSsl.of(properties.getSsl(), sslBundles.getIfAvailable());
		WsServerOptions options = new WsServerOptionsMapper(properties, ssl).map(executor.get(),
				customizers.orderedStream().toList());
		return new WsServerLifecycle(options, endpoints, sessions, WsServerOptionsMapper.stopDelay(properties));
	}

}
