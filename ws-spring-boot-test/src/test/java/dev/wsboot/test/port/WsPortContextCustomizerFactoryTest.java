/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.test.port;

import dev.wsboot.test.LocalWsPort;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.core.env.Environment;

import static org.assertj.core.api.Assertions.assertThat;

class WsPortContextCustomizerFactoryTest {

	@Nested
	@SpringBootTest(classes = Application.class, webEnvironment = WebEnvironment.NONE)
	class Default {

		@Test
		void getsAFreePort(@Autowired Environment environment) {
			assertThat(environment.getProperty("ws.port")).isEqualTo("0");
		}

	}

	@Nested
	@SpringBootTest(classes = Application.class, webEnvironment = WebEnvironment.NONE, properties = "ws.port=8091")
	class WithPort {

		@Test
		void keepsIt(@Autowired Environment environment) {
			assertThat(environment.getProperty("ws.port")).isEqualTo("8091");
		}

	}

	@Nested
	@SpringBootTest(classes = Application.class, webEnvironment = WebEnvironment.DEFINED_PORT)
	class WithDefinedPort {

		@Test
		void keepsTheConfiguredOne(@Autowired Environment environment) {
			assertThat(environment.getProperty("ws.port")).isEqualTo("8090");
		}

	}

	@Nested
	@SpringBootTest(classes = Application.class, webEnvironment = WebEnvironment.NONE,
			properties = "local.ws.port=4711")
	class LocalPort {

		@LocalWsPort
		int port;

		@Test
		void isInjected(@LocalWsPort int parameter) {
			assertThat(this.port).isEqualTo(4711);
			assertThat(parameter).isEqualTo(4711);
		}

	}

	static class Application {

	}

}
