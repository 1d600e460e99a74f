/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.integration.mounted;

import dev.wsboot.autoconfigure.WsAutoConfiguration;
import dev.wsboot.autoconfigure.mounted.WsMountedAutoConfiguration;
import dev.wsboot.server.WsMountException;
import dev.wsboot.server.WsServerLifecycle;
import jakarta.servlet.ServletContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.ApplicationContextAssertProvider;
import org.springframework.boot.test.context.runner.AbstractApplicationContextRunner;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mock.web.MockServletContext;
import org.springframework.web.context.ConfigurableWebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Properties and web servers that are of no use in mounted mode.
 */
@ExtendWith(OutputCaptureExtension.class)
class MountedSettingsTest {

	private static <T extends AbstractApplicationContextRunner<T, ?, ?>> T mounted(T runner) {
		return runner
			.withConfiguration(AutoConfigurations.of(WsMountedAutoConfiguration.class, WsAutoConfiguration.class))
			.withUserConfiguration(EchoApplication.Echo.class)
			.withPropertyValues("ws.mode=mounted");
	}

	@ParameterizedTest
	@CsvSource({ "ws.port, 8090, server.port", "ws.address, 127.0.0.1, server.address",
			"ws.ssl.bundle, web, server.ssl", "ws.ssl.enabled, true, server.ssl",
			"ws.tcp.backlog, 100, server.tomcat.accept-count", "ws.tcp.no-delay, true, server.tomcat",
			"ws.proxy.trusted, 10.0.0.1, server.forward-headers-strategy",
			"ws.proxy.header, x-forwarded, server.forward-headers-strategy",
			"ws.handshake.timeout, 5s, server.tomcat.connection-timeout",
			"ws.handshake.max-header-size, 16KB, server.max-http-request-header-size" })
	void settingOfTheWebServerFailsTheStart(String property, String value, String counterpart) {
		mounted(new WebApplicationContextRunner()).withPropertyValues(property + "=" + value)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class, (failure) -> {
					assertThat(failure.getName()).startsWith(property);
					assertThat(failure.getReason()).contains("'" + property).contains("mounted").contains(counterpart);
				}));
	}

	@Test
	void relaxedNameFailsTheStart() {
		mounted(new WebApplicationContextRunner()).withPropertyValues("ws.tcp.noDelay=true")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class));
	}

	@Test
	void otherSettingsRemain() {
		mounted(new WebApplicationContextRunner())
			.withPropertyValues("ws.max-connections=100", "ws.allowed-origins=https://example.com",
					"ws.idle-timeout=5s")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void limitOfTomcatIsNamed(CapturedOutput output) {
		mounted(new WebApplicationContextRunner())
			.withPropertyValues("server.tomcat.max-connections=99", "ws.max-connections=100")
			.run((context) -> assertThat(output).contains("'ws.max-connections' (100) cannot be reached")
				.contains("'server.tomcat.max-connections' (99)"));
	}

	@Test
	void limitOfTomcatThatIsEnoughIsNotNamed(CapturedOutput output) {
		mounted(new WebApplicationContextRunner())
			.withPropertyValues("server.tomcat.max-connections=100", "ws.max-connections=100")
			.run((context) -> assertThat(output).doesNotContain("max-connections"));
	}

	@Test
	void mockedWebServerHasNoPort() {
		mounted(new WebApplicationContextRunner()).run((context) -> {
			assertThat(context.getBean(WsServerLifecycle.class).isRunning()).isTrue();
			assertThat(context.getBean(WsServerLifecycle.class).port()).isEqualTo(-1);
			assertThat(context.getEnvironment().containsProperty("local.ws.port")).isFalse();
		});
	}

	@Test
	void applicationWithoutWebServerFails() {
		mounted(new ApplicationContextRunner()).run(MountedSettingsTest::fails);
	}

	@Test
	void reactiveApplicationFails() {
		mounted(new ReactiveWebApplicationContextRunner()).run(MountedSettingsTest::fails);
	}

	@Test
	void applicationWithoutSpringMvcFails() {
		mounted(new WebApplicationContextRunner()).withClassLoader(new FilteredClassLoader(DispatcherServlet.class))
			.run(MountedSettingsTest::fails);
	}

	@Test
	void otherServletWebServerFails() {
		ServletContext other = new MockServletContext() {
			// a class of another name
		};
		mounted(new WebApplicationContextRunner())
			.withInitializer((context) -> ((ConfigurableWebApplicationContext) context).setServletContext(other))
			.run(MountedSettingsTest::fails);
	}

	private static void fails(ApplicationContextAssertProvider<?> context) {
		Throwable failure = context.getStartupFailure();
		assertThat(failure).isNotNull().rootCause().isInstanceOfSatisfying(WsMountException.class, (exception) -> {
			assertThat(exception).hasMessageContaining("'ws.mode' is 'mounted'");
			assertThat(exception.action()).contains("'ws.mode' to 'port'");
		});
	}

}
