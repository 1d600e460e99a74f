/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.limits;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.wsboot.engine.RejectReason;
import dev.wsboot.engine.options.ForwardedHeader;
import dev.wsboot.engine.options.ProxyOptions;
import dev.wsboot.engine.options.WsServerOptions;
import dev.wsboot.engine.server.WsServer;
import dev.wsboot.engine.server.fixture.Await;
import dev.wsboot.engine.server.fixture.Echo;
import dev.wsboot.engine.server.fixture.Peer;
import dev.wsboot.engine.server.fixture.Servers;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The limits on connections: in all, from one address, and of those that are rejected.
 */
class ConnectionLimitsTest {

	private final WsServerOptions.Builder options = Servers.options();

	private final Echo echo = new Echo();

	private static void assertRejected(Peer peer) throws IOException {
		Peer.Response response = peer.receivesResponse();
		assertThat(response.status()).isEqualTo(503);
		assertThat(response.header("Retry-After")).isEqualTo("5");
		peer.receivesEnd();
	}

	@Test
	void oneConnectionTooManyIsRejectedUntilAnotherLeaves() throws Exception {
		this.options.connections((connections) -> connections.max(3));
		try (WsServer server = Servers.start(this.options, this.echo);
				Peer first = Peer.open(server);
				Peer second = Peer.connect(server);
				Peer third = Peer.open(server)) {
			Await.until("3 connections are open", () -> server.counters().openConnections() == 3);
			try (Peer fourth = Peer.connect(server)) {
				// the response comes without a request
				assertRejected(fourth);
			}
			assertThat(Servers.rejected(server, RejectReason.OVERLOAD)).isEqualTo(1);
			assertThat(server.counters().openConnections()).isEqualTo(3);
			second.resets();
			Await.until("2 connections are left", () -> server.counters().openConnections() == 2);
			try (Peer fifth = Peer.open(server)) {
				assertThat(fifth.sendsText("in").receivesText()).isEqualTo("in");
			}
			assertThat(first.sendsText("still in").receivesText()).isEqualTo("still in");
			assertThat(third.sendsText("still in").receivesText()).isEqualTo("still in");
		}
	}

	@Test
	void oneAddressGetsOnlyItsShare() throws Exception {
		this.options.connections((connections) -> connections.maxPerAddress(2)).address(null);
		try (WsServer server = Servers.start(this.options, this.echo);
				Peer first = Peer.open(server);
				Peer second = Peer.open(server)) {
			try (Peer third = Peer.connect(server)) {
				assertRejected(third);
			}
			assertThat(Servers.rejected(server, RejectReason.OVERLOAD)).isEqualTo(1);
			try (Socket other = fromOtherAddress(server)) {
				other.getOutputStream().write(Peer.REQUEST.getBytes());
				assertThat(new String(other.getInputStream().readNBytes(12))).isEqualTo("HTTP/1.1 101");
			}
			first.resets();
			Await.until("the others have left", () -> server.counters().openConnections() == 1);
			try (Peer again = Peer.open(server)) {
				assertThat(again.sendsText("in").receivesText()).isEqualTo("in");
			}
			assertThat(second.sendsText("still in").receivesText()).isEqualTo("still in");
		}
	}

	@Test
	void anAddressBeyondItsShareLocksOutNobody() throws Exception {
		this.options.connections((connections) -> connections.maxPerAddress(1))
			.handshake((handshake) -> handshake.maxPerSecond(5))
			.address(null);
		try (WsServer server = Servers.start(this.options, this.echo); Peer only = Peer.open(server)) {
			for (int i = 0; i < 40; i++) {
				try (Peer peer = Peer.connect(server)) {
					assertRejected(peer);
				}
			}
			for (int i = 2; i < 6; i++) {
				try (Peer other = Peer.connectFrom("127.0.0." + i, server.port()).sends(Peer.REQUEST)) {
					assertThat(other.receivesResponse().status()).as("response to 127.0.0.%d", i).isEqualTo(101);
				}
				catch (BindException ex) {
					Assumptions.abort("This system has only one loopback address");
				}
			}
			assertThat(only.sendsText("still in").receivesText()).isEqualTo("still in");
		}
	}

	@Test
	void anAddressThatConnectsAgainAndAgainLocksOutNobody() throws Exception {
		this.options.handshake((handshake) -> handshake.maxPerSecond(20)).address(null);
		try (WsServer server = Servers.start(this.options, this.echo)) {
			for (int i = 0; i < 200; i++) {
				try (Peer peer = Peer.connectFrom("127.0.0.1", server.port())) {
					peer.resets();
				}
			}
			for (int i = 2; i < 6; i++) {
				try (Peer other = Peer.connectFrom("127.0.0." + i, server.port()).sends(Peer.REQUEST)) {
					assertThat(other.receivesResponse().status()).as("response to 127.0.0.%d", i).isEqualTo(101);
				}
				catch (BindException ex) {
					Assumptions.abort("This system has only one loopback address");
				}
			}
		}
	}

	@ParameterizedTest
	@EnumSource(ForwardedHeader.class)
	void connectionsThatEndBeforeTheProxyNamesTheClientLockOutNobody(ForwardedHeader header) throws Exception {
		boolean protocol = header == ForwardedHeader.NONE;
		ProxyOptions trusted = ProxyOptions.defaults().trusted("127.0.0.1").header(header);
		this.options.proxy(protocol ? trusted.protocol(true) : trusted)
			.handshake((handshake) -> handshake.maxPerSecond(13));
		String beginning = protocol ? "PROXY TCP4 192.0.2.1" : "GET / HTTP/1.1\r\nHost: localhost\r\n";
		try (WsServer server = Servers.start(this.options, this.echo)) {
			for (int i = 0; i < 100; i++) {
				try (Peer hostile = Peer.connect(server).sends(beginning)) {
					hostile.resets();
				}
			}
			for (int i = 0; i < 13; i++) {
				try (Peer honest = Peer.connect(server).sends(requestThroughProxy(header, i))) {
					assertThat(honest.receivesResponse().status()).as("response to client %d", i).isEqualTo(101);
				}
			}
		}
	}

	private static String requestThroughProxy(ForwardedHeader header, int client) {
		String address = "192.0.2." + (100 + client);
		return switch (header) {
			case NONE -> "PROXY TCP4 " + address + " 192.0.2.1 56324 443\r\n" + Peer.REQUEST;
			case X_FORWARDED -> withHeader("X-Forwarded-For: " + address);
			case FORWARDED -> withHeader("Forwarded: for=" + address);
		};
	}

	private static String withHeader(String line) {
		return Peer.REQUEST.replaceFirst("\r\n", "\r\n" + line + "\r\n");
	}

	@Test
	void unidentifiedConnectionsLeaveRoomForIdentifiedOnes() throws Exception {
		this.options.connections((connections) -> connections.max(8))
			.proxy(ProxyOptions.defaults().trusted("127.0.0.2").header(ForwardedHeader.X_FORWARDED))
			.address(null);
		List<Peer> silent = new ArrayList<>();
		try (WsServer server = Servers.start(this.options, this.echo)) {
			for (int i = 0; i < 6; i++) {
				silent.add(connectFromOtherAddress(server));
			}
			try (Peer seventh = connectFromOtherAddress(server); Peer direct = Peer.open(server)) {
				assertRejected(seventh);
				assertThat(direct.sendsText("in").receivesText()).isEqualTo("in");
			}
			silent.get(0).sends(withHeader("X-Forwarded-For: 192.0.2.1"));
			assertThat(silent.get(0).receivesResponse().status()).isEqualTo(101);
			try (Peer next = connectFromOtherAddress(server).sends(withHeader("X-Forwarded-For: 192.0.2.2"))) {
				assertThat(next.receivesResponse().status()).isEqualTo(101);
			}
			for (Peer peer : silent) {
				peer.resets();
			}
			Await.until("no connection is open", () -> server.counters().openConnections() == 0);
		}
	}

	private static Peer connectFromOtherAddress(WsServer server) throws IOException {
		try {
			return Peer.connectFrom("127.0.0.2", server.port());
		}
		catch (BindException ex) {
			Assumptions.abort("This system has only one loopback address");
			throw ex;
		}
	}

	private static Socket fromOtherAddress(WsServer server) throws IOException {
		InetAddress other = InetAddress.getByAddress(new byte[] { 127, 0, 0, 2 });
		try {
			return new Socket(InetAddress.getByAddress(new byte[] { 127, 0, 0, 1 }), server.port(), other, 0);
		}
		catch (BindException ex) {
			Assumptions.abort("This system has only one loopback address");
			throw ex;
		}
	}

	@Test
	void rejectedConnectionsDoNotAccumulate() throws Exception {
		this.options.connections((connections) -> connections.max(1)).closeTimeout(Duration.ofSeconds(5));
		List<Peer> rejected = new ArrayList<>();
		try (WsServer server = Servers.start(this.options, this.echo); Peer only = Peer.open(server)) {
			// they neither read nor leave
			for (int i = 0; i < 1200; i++) {
				rejected.add(Peer.connect(server));
			}
			Await.until("1200 connections are rejected", () -> Servers.rejected(server, RejectReason.OVERLOAD) == 1200);
			int answered = 0;
			for (Peer peer : rejected) {
				answered += (peer.receivesUntilEnd() > 0) ? 1 : 0;
			}
			assertThat(answered).as("connections with a response").isBetween(1000, 1200);
			assertThat(only.sendsText("still in").receivesText()).isEqualTo("still in");
		}
		finally {
			for (Peer peer : rejected) {
				peer.resets();
			}
		}
	}

	@Test
	void aRejectedPeerThatStaysIsCut() throws Exception {
		this.options.connections((connections) -> connections.max(1)).closeTimeout(Duration.ofMillis(500));
		try (WsServer server = Servers.start(this.options, this.echo);
				Peer only = Peer.open(server);
				Peer rejected = Peer.connect(server)) {
			Thread sender = new Thread(() -> {
				try {
					while (true) {
						rejected.sends("let me in ");
					}
				}
				catch (IOException ex) {
					// cut at last
				}
			});
			sender.start();
			Await.end(sender);
			assertThat(only.sendsText("still in").receivesText()).isEqualTo("still in");
		}
	}

	@Test
	void aPortInUseFailsTheStart() throws Exception {
		try (WsServer server = Servers.start(this.echo)) {
			assertThatExceptionOfType(BindException.class)
				.isThrownBy(() -> Servers.start(this.options.port(server.port()), this.echo));
			assertThat(server.state()).isEqualTo(WsServer.State.RUNNING);
		}
	}

	@Test
	void onlyTheConfiguredAddressIsBound() throws Exception {
		try (WsServer server = Servers.start(this.options, this.echo); Peer peer = Peer.open(server)) {
			assertThat(peer.sendsText("hello").receivesText()).isEqualTo("hello");
			assertThatExceptionOfType(IOException.class)
				.isThrownBy(() -> new Socket(InetAddress.getByAddress(new byte[] { 127, 0, 0, 3 }), server.port()));
		}
	}

}
