/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

import dev.wsboot.annotation.MessageProtocol;
import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.OnOpen;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.autoconfigure.properties.WsProperties;
import dev.wsboot.endpoint.WsEndpoints;
import dev.wsboot.endpoint.WsHandshakeInterceptor;
import dev.wsboot.engine.HandshakeDecision;
import dev.wsboot.engine.PreparedMessage;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.WsSessions;
import dev.wsboot.jsonrpc.JsonRpcOptions;
import dev.wsboot.server.WsServerCustomizer;
import dev.wsboot.server.WsServerLifecycle;
import dev.wsboot.test.WsTestClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class WsAutoConfigurationTest {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WsAutoConfiguration.class, JacksonAutoConfiguration.class,
				TaskExecutionAutoConfiguration.class))
		.withPropertyValues("ws.port=0");

	@Test
	void servesEndpoints() {
		this.runner.withUserConfiguration(Echo.class).run(connected("/echo", (client) -> {
			client.expectText("welcome");
			client.send("{\"fromUser\":\"Ann\"}").expectText("{\"fromUser\":\"Ann\"}");
		}));
	}

	@Test
	void disabledServerKeepsOnlyTheBeansThatApplicationsInject() {
		this.runner.withPropertyValues("ws.enabled=false").withUserConfiguration(Counting.class).run((context) -> {
			assertThat(context).hasNotFailed()
				.doesNotHaveBean(WsProperties.class)
				.doesNotHaveBean(WsExecutor.class)
				.doesNotHaveBean(WsServerLifecycle.class)
				.doesNotHaveBean(JsonRpcOptions.class);
			assertThat(context.getBean(WsEndpoints.class).paths()).isEmpty();
			WsSessions sessions = context.getBean(WsSessions.class);
			assertThat(sessions.all()).isEmpty();
			assertThat(sessions.count("/counting")).isZero();
			sessions.broadcast("/counting", PreparedMessage.text("to nobody"));
			assertThat(context.getEnvironment().getProperty(WsServerLifecycle.LOCAL_PORT_PROPERTY)).isNull();
		});
	}

	@Test
	void sessionsOfTheUserWin() {
		WsSessions own = mock();
		given(own.count("/counting")).willReturn(42);
		this.runner.withBean(WsSessions.class, () -> own)
			.withUserConfiguration(Counting.class)
			.run(connected("/counting", (client) -> client.send("how many?").expectText("42")));
	}

	@Test
	void jsonRpcOptionsOfTheUserWin() {
		this.runner.withBean(JsonRpcOptions.class, () -> new JsonRpcOptions(1, 1, Duration.ofSeconds(1)))
			.withUserConfiguration(Calculator.class)
			.run(connected("/rpc", (client) -> {
				client.send("[{\"jsonrpc\":\"2.0\",\"method\":\"one\",\"id\":1}]");
				assertThat(client.expectText()).contains("\"result\":1");
				client.send("[{\"jsonrpc\":\"2.0\",\"method\":\"one\"},{\"jsonrpc\":\"2.0\",\"method\":\"one\"}]");
				assertThat(client.expectText()).contains("\"error\"");
			}));
	}

	@Test
	void worksWithoutJackson() {
		this.runner.withClassLoader(new FilteredClassLoader(JsonMapper.class))
			.withUserConfiguration(PlainEcho.class)
			.run(connected("/plain", (client) -> client.send("hi").expectText("hi")));
	}

	@Test
	void worksWithLazyInitialization() {
		this.runner.withUserConfiguration(Echo.class)
			.withInitializer((context) -> context
				.addBeanFactoryPostProcessor(new org.springframework.boot.LazyInitializationBeanFactoryPostProcessor()))
			.run(connected("/echo", (client) -> client.expectText("welcome")));
	}

	@Test
	void mapperOfTheUserWins() {
		this.runner.withUserConfiguration(Echo.class, SnakeCase.class).run(connected("/echo", (client) -> {
			client.expectText("welcome");
			client.send("{\"from_user\":\"Ann\"}").expectText("{\"from_user\":\"Ann\"}");
		}));
	}

	@Test
	void customizersOfTheUserHaveTheLastWordInTheirOrder() {
		this.runner.withUserConfiguration(Echo.class, Customizers.class).run(connected("/echo", (client) -> {
			client.expectText("welcome");
			client.send("{\"fromUser\":\"more than ten bytes\"}").expectClose(1009);
		}));
	}

	@Test
	void executorOfTheUserRunsHandlers() {
		this.runner.withUserConfiguration(OwnExecutor.class, WhichThread.class)
			.run(connected("/thread", (client) -> client.expectText("mine")));
	}

	@Test
	void otherExecutorsOfTheUserDoNot() {
		this.runner.withUserConfiguration(OtherExecutor.class, WhichThread.class)
			.run(connected("/thread", (client) -> assertThat(client.expectText()).startsWith("ws-handler-")));
	}

	@Test
	void poolRunsHandlersIfVirtualThreadsAreDisabled() {
		this.runner.withPropertyValues("spring.threads.virtual.enabled=false")
			.withUserConfiguration(WhichThread.class)
			.run(connected("/thread", (client) -> assertThat(client.expectText()).startsWith("ws-handler-")));
	}

	@Test
	void executorOfSpringBootStaysWhereItWas() {
		this.runner
			.run((context) -> assertThat(context).hasBean("applicationTaskExecutor").hasSingleBean(Executor.class));
	}

	@Test
	void interceptorsOfTheUserAreAskedFirst() {
		this.runner.withUserConfiguration(Attributes.class, Guard.class).run((context) -> {
			String uri = uri(context, "/attributes");
			WsTestClient.to(uri).expectRejection(401);
			try (WsTestClient client = WsTestClient.connect(uri + "?user=ann")) {
				client.expectText("{user=ann}");
			}
		});
	}

	@Test
	void missingParameterRejectsTheHandshake() {
		this.runner.withUserConfiguration(Attributes.class).run((context) -> {
			assertThat(WsTestClient.to(uri(context, "/attributes")).expectRejection(400).body())
				.contains("Request parameter 'user' is missing");
			WsTestClient.to(uri(context, "/nowhere")).expectRejection(404);
		});
	}

	@Test
	void sessionsMayBeInjectedIntoEndpoints() {
		this.runner.withUserConfiguration(Counting.class).run(connected("/counting", (client) -> {
			client.send("how many?").expectText("1");
			client.close(1000, "").expectClose(1000);
		}));
	}

	@Test
	void invalidPropertyIsNamed() {
		this.runner.withPropertyValues("ws.tcp.backlog=0")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class,
						(ex) -> assertThat(ex.getName()).isEqualTo("ws.tcp.backlog")));
	}

	@Test
	void invalidOriginIsNamed() {
		this.runner.withUserConfiguration(PlainEcho.class)
			.withPropertyValues("ws.allowed-origins=example.com")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class, (ex) -> {
					assertThat(ex.getName()).isEqualTo("ws.allowed-origins");
					assertThat(ex.getValue()).isEqualTo("example.com");
				}));
	}

	@Test
	void invalidHostIsNamed() {
		this.runner.withUserConfiguration(PlainEcho.class)
			.withPropertyValues("ws.allowed-hosts=chat.example.com,example.com:8090")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class, (ex) -> {
					assertThat(ex.getName()).isEqualTo("ws.allowed-hosts");
					assertThat(ex.getValue()).isEqualTo("example.com:8090");
				}));
	}

	@Test
	void allowedHostsApply() {
		this.runner.withUserConfiguration(PlainEcho.class)
			.withPropertyValues("ws.allowed-hosts=*.example.com,127.0.0.1")
			.run((context) -> {
				int port = context.getBean(WsServerLifecycle.class).port();
				WsTestClient.to("ws://localhost:" + port + "/plain").expectRejection(421);
				try (WsTestClient client = WsTestClient.to("ws://127.0.0.1:" + port + "/plain").connect()) {
					client.send("hello").expectText("hello");
				}
			});
	}

	@Test
	void raisedMessageSizeSufficesForMessagesInOneFrame() {
		String text = "x".repeat(3 * 1024 * 1024);
		this.runner.withPropertyValues("ws.max-message-size=4MB")
			.withUserConfiguration(PlainEcho.class)
			.run(connected("/plain", (client) -> client.send(text).expectText(text).send(text).expectText(text)));
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void startWarnsOfPropertiesWithoutEffect(CapturedOutput output) {
		this.runner.withUserConfiguration(Echo.class)
			.withPropertyValues("ws.max-frame-size=2MB", "server.port=8080")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(output).contains("'ws.max-frame-size' (2MB) has no effect")
					.contains("'server.port' has no effect, as this application has no web server");
			});
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void defaultsDoNotWarn(CapturedOutput output) {
		this.runner.withUserConfiguration(Echo.class).run((context) -> {
			assertThat(context).hasSingleBean(WsConfigurationCheck.class);
			assertThat(output).doesNotContain("WARN");
		});
	}

	@Test
	void endpointsAreKnown() {
		this.runner.withUserConfiguration(Echo.class, PlainEcho.class)
			.run((context) -> assertThat(context.getBean(WsEndpoints.class).paths()).containsExactlyInAnyOrder("/echo",
					"/plain"));
	}

	static String uri(AssertableApplicationContext context, String path) {
		return "ws://localhost:" + context.getEnvironment().getRequiredProperty(WsServerLifecycle.LOCAL_PORT_PROPERTY)
				+ path;
	}

	private static ContextConsumer<AssertableApplicationContext> connected(String path, Dialogue dialogue) {
		return (context) -> {
			assertThat(context).hasNotFailed();
			try (WsTestClient client = WsTestClient.connect(uri(context, path))) {
				dialogue.with(client);
			}
		};
	}

	/** What is said. */
	private interface Dialogue {

		void with(WsTestClient client);

	}

	record Said(String fromUser) {
	}

	@WsEndpoint("/echo")
	static class Echo {

		@OnOpen
		String onOpen() {
			return "welcome";
		}

		@OnMessage
		Said onMessage(Said said) {
			return said;
		}

	}

	@WsEndpoint(path = "/rpc", protocol = MessageProtocol.JSON_RPC)
	static class Calculator {

		@OnMessage("one")
		int one() {
			return 1;
		}

	}

	@WsEndpoint("/plain")
	static class PlainEcho {

		@OnMessage
		String onMessage(String text) {
			return text;
		}

	}

	@WsEndpoint("/thread")
	static class WhichThread {

		@OnOpen
		String onOpen() {
			return Thread.currentThread().getName();
		}

	}

	@WsEndpoint("/attributes")
	static class Attributes {

		@OnOpen
		String onOpen(WsSession session, @org.springframework.web.bind.annotation.RequestParam String user) {
			return session.attributes().isEmpty() ? user : session.attributes().toString();
		}

	}

	@WsEndpoint("/counting")
	static class Counting {

		private final WsSessions sessions;

		Counting(WsSessions sessions) {
			this.sessions = sessions;
		}

		@OnMessage
		String onMessage(String text) {
			return String.valueOf(this.sessions.count("/counting"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SnakeCase {

		@Bean
		JsonMapper mapper() {
			return JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Customizers {

		@Bean
		@Order(2)
		WsServerCustomizer second() {
			return (options) -> options.messages((messages) -> messages.maxSize(10));
		}

		@Bean
		@Order(1)
		WsServerCustomizer first() {
			return (options) -> options.messages((messages) -> messages.maxSize(1000));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnExecutor {

		@Bean(defaultCandidate = false, destroyMethod = "shutdownNow")
		Executor wsExecutor() {
			return Executors.newCachedThreadPool((task) -> new Thread(task, "mine"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OtherExecutor {

		@Bean
		Executor someExecutor() {
			return (task) -> new Thread(task, "mine").start();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Guard {

		@Bean
		WsHandshakeInterceptor guard() {
			return (handshake) -> {
				List<String> user = handshake.request().queryParameters().get("user");
				if (user == null) {
					return HandshakeDecision.reject(401);
				}
				handshake.attributes().put("user", user.get(0));
				return null;
			};
		}

	}

}
