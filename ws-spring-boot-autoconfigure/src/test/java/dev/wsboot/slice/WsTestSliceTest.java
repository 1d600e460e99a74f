/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.slice;

import dev.wsboot.endpoint.WsEndpoints;
import dev.wsboot.test.LocalWsPort;
import dev.wsboot.test.WsTest;
import dev.wsboot.test.WsTestClient;
import dev.wsboot.test.WsTestServer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

import static dev.wsboot.test.WsAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;

/**
 * {@link WsTest} starts the endpoints of an application and what belongs to them, and
 * nothing else.
 */
class WsTestSliceTest {

	@Nested
	@WsTest
	class AllEndpoints {

		@MockitoBean
		SliceComponents.Rooms rooms;

		@Autowired
		WsTestServer server;

		@Autowired
		ApplicationContext context;

		@Test
		void areServedAtAFreePort(@LocalWsPort int port, @Autowired Environment environment) {
			assertThat(this.context.getBean(WsEndpoints.class).paths()).containsExactlyInAnyOrder("/echo",
					"/chat/{room}");
			assertThat(environment.getProperty("ws.port")).isEqualTo("0");
			assertThat(this.server.port()).isEqualTo(port).isPositive();
			try (WsTestClient client = this.server.connect("/echo")) {
				client.send("hi").expectText("hi");
			}
		}

		@Test
		void haveInterceptorsConvertersAdviceValidationAndJacksonComponents() {
			given(this.rooms.topic("TEA")).willReturn("mocked");
			try (WsTestClient client = this.server.connect("/chat/tea")) {
				client.expectText("mocked");
				client.send("{\"type\":\"say\",\"text\":\"hello\"}")
					.expectText("{\"room\":\"TEA\",\"text\":\"hello\",\"amount\":\"250 cents\"}");
				client.send("{\"type\":\"say\",\"text\":\"fail\"}").expectText("advised on purpose");
				assertThat(client.send("{\"type\":\"say\",\"text\":\"\"}")).isClosedWith(1007);
			}
			assertThat(this.server.to("/chat/tea?no").expectRejection(403)).hasStatus(403);
		}

		@Test
		void comeWithoutTheRest() {
			assertThat(this.context.getBeansOfType(SliceComponents.Database.class)).isEmpty();
			assertThat(this.context.getBeansOfType(SliceComponents.Page.class)).isEmpty();
			assertThat(this.context.getClass().getSimpleName()).doesNotContain("Web");
		}

		@Test
		void writeJsonWithTheMapperOfTheApplication() {
			try (WsTestClient client = this.server.connect("/echo")) {
				client.sendJson(new SliceComponents.Amount(3)).expectText("\"3 cents\"");
			}
		}

	}

	@Nested
	@WsTest(endpoints = SliceComponents.Echo.class, properties = "ws.max-message-size=10B")
	class OneEndpoint {

		@Test
		void isServedAlone(@Autowired WsTestServer server, @Autowired WsEndpoints endpoints) {
			assertThat(endpoints.paths()).containsExactly("/echo");
			try (WsTestClient client = server.connect("/echo")) {
				assertThat(client.send("12345678901")).isClosedWith(1009);
			}
		}

	}

	@Nested
	@WsTest(SliceComponents.Chat.class)
	@Import({ SliceComponents.Rooms.class, SliceComponents.Database.class })
	class WithImports {

		@Test
		void usesRealBeans(@Autowired WsTestServer server) {
			try (WsTestClient client = server.connect("/chat/tea")) {
				client.expectText("topic of TEA");
			}
		}

	}

	@Nested
	@SpringBootTest(webEnvironment = WebEnvironment.NONE)
	class WholeApplication {

		@Test
		void hasTheServerToo(@Autowired WsTestServer server, @Autowired ApplicationContext context) {
			assertThat(context.getBeansOfType(SliceComponents.Page.class)).hasSize(1);
			try (WsTestClient client = server.connect("/chat/tea")) {
				client.expectText("topic of TEA");
			}
		}

	}

}
