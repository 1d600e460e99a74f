package com.example.kicking;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import com.example.NamedUsers;
import dev.wsboot.endpoint.WsHandshake;
import dev.wsboot.endpoint.WsHandshakeInterceptor;
import dev.wsboot.engine.HandshakeDecision;
import dev.wsboot.test.LocalWsPort;
import dev.wsboot.test.WsTestClient;
import dev.wsboot.test.WsTestConnector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The recipe of {@code docs/recipes/kicking.md}.
 */
@SpringBootTest(classes = KickingRecipeTest.Application.class)
class KickingRecipeTest {

	@LocalWsPort
	private int port;

	@Autowired
	private Bans bans;

	@Autowired
	private Gate gate;

	@Test
	void kickedUserIsGoneWithAllSessionsAndCannotComeBack() {
		try (WsTestClient ada = as("ada").connect();
				WsTestClient phone = as("mallory").connect();
				WsTestClient laptop = as("mallory").connect()) {
			this.bans.kick("mallory", Duration.ofHours(1));
			phone.expectClose(4003);
			laptop.expectClose(4003);
			as("mallory").expectRejection(403);
			ada.send("peace").expectText("peace");
		}
	}

	@Test
	void banEnds() {
		this.bans.kick("trent", Duration.ZERO);
		try (WsTestClient trent = as("trent").connect()) {
			trent.send("back").expectText("back");
		}
	}

	@Test
	void handshakeUnderWayIsReached() throws Exception {
		Thread kicking = new Thread(() -> {
			this.gate.awaitArrival();
			this.bans.kick("eve", Duration.ofHours(1));
			this.gate.open();
		});
		kicking.start();
		try (WsTestClient eve = as("eve").connect()) {
			eve.expectClose(4003);
		}
		kicking.join();
		as("eve").expectRejection(403);
	}

	private WsTestConnector as(String user) {
		return WsTestClient.to("ws://localhost:" + this.port + "/lounge?user=" + user);
	}

	@SpringBootApplication
	static class Application {

		@Bean
		@Order(0)
		NamedUsers users() {
			return new NamedUsers();
		}

		@Bean
		@Order(200)
		Gate gate() {
			return new Gate();
		}

	}

	/** Holds up one user's handshakes behind the interceptor of the recipe. */
	static class Gate implements WsHandshakeInterceptor {

		private final CountDownLatch arrived = new CountDownLatch(1);

		private final CountDownLatch opened = new CountDownLatch(1);

		@Override
		public HandshakeDecision.@Nullable Reject intercept(WsHandshake handshake) {
			if (Objects.requireNonNull(handshake.principal()).getName().equals("eve")) {
				this.arrived.countDown();
				await(this.opened);
			}
			return null;
		}

		void awaitArrival() {
			await(this.arrived);
		}

		void open() {
			this.opened.countDown();
		}

		private static void await(CountDownLatch latch) {
			try {
				assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
			}
			catch (InterruptedException ex) {
				throw new AssertionError(ex);
			}
		}

	}

}
