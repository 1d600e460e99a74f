/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.autoconfigure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.server.WsServerLifecycle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * The reports of failed starts.
 */
@ExtendWith(OutputCaptureExtension.class)
class FailureAnalyzersTest {

	@Test
	void portInUse(CapturedOutput output) throws IOException {
		try (ServerSocket taken = new ServerSocket(0)) {
			fails(App.class, "--ws.port=" + taken.getLocalPort());
			assertThat(output).contains("APPLICATION FAILED TO START")
				.contains("The WebSocket server failed to start. Port " + taken.getLocalPort() + " was already in use.")
				.contains("set 'ws.port' to another one");
		}
	}

	/** As the web server publishes its port; sample-app has the test with a real one. */
	@ParameterizedTest
	@CsvSource({ "local.server.port, server.port", "local.management.port, management.server.port" })
	void portOfAnotherServerOfTheApplication(String localPort, String property, CapturedOutput output) {
		fails(App.class, "--ws.port=12345", "--" + localPort + "=12345");
		assertThat(output)
			.contains("Port 12345 was already in use by another server of this application, which has it " + "from '"
					+ property + "'.")
			.contains(
					"The WebSocket server has a port of its own. Set 'ws.port' to another one than '" + property + "'");
	}

	/** Other systems have one loopback address only. */
	@Test
	@EnabledOnOs(OS.LINUX)
	void portOfAnotherServerAtAnotherAddress() throws IOException {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
			String port = String.valueOf(taken.getLocalPort());
			try (ConfigurableApplicationContext context = new SpringApplicationBuilder(App.class)
				.web(WebApplicationType.NONE)
				.run("--ws.port=" + port, "--ws.address=127.0.0.2", "--server.address=127.0.0.1",
						"--local.server.port=" + port)) {
				assertThat(context.getBean(WsServerLifecycle.class).port()).isEqualTo(taken.getLocalPort());
			}
		}
	}

	@Test
	void addressOfAnotherMachine(CapturedOutput output) {
		// TEST-NET-1, RFC 5737
		fails(App.class, "--ws.port=0", "--ws.address=192.0.2.1");
		assertThat(output).contains("The WebSocket server cannot listen on port 0 of 192.0.2.1:")
			.contains("Set 'ws.port' and 'ws.address'");
	}

	@Test
	void invalidProperty(CapturedOutput output) {
		fails(App.class, "--ws.send.timeout=-5s");
		assertThat(output).contains("Invalid value '-5s' for configuration property 'ws.send.timeout'")
			.contains("'ws.send.timeout' must be greater than 0");
	}

	@Test
	void invalidEndpoint(CapturedOutput output) {
		fails(Stray.class, "--ws.port=0");
		assertThat(output).contains("Description:\n\nMethod 'onMessage(String)' of bean ")
			.contains("handles WebSocket messages, but its bean is not an endpoint.")
			.contains("Action:\n\nAnnotate the class with @WsEndpoint");
	}

	private static void fails(Class<?> application, String... args) {
		assertThatException()
			.isThrownBy(() -> new SpringApplicationBuilder(application).web(WebApplicationType.NONE).run(args).close());
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(WsAutoConfiguration.class)
	@Import(Echo.class)
	static class App {

	}

	@WsEndpoint("/echo")
	static class Echo {

		@OnMessage
		String onMessage(String text) {
			return text;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(WsAutoConfiguration.class)
	static class Stray {

		@OnMessage
		void onMessage(String text) {
		}

	}

}
