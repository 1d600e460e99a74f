/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.proxy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

import dev.wsboot.engine.Headers;
import dev.wsboot.engine.options.ForwardedHeader;
import dev.wsboot.engine.options.InvalidOptionException;
import dev.wsboot.engine.options.ProxyOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TrustedProxiesTest {

	private static final String PROXY = "10.0.0.1";

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "for=192.0.2.1 | 192.0.2.1 | 0", "For=\"[2001:db8::1]:4711\" | 2001:db8::1 | 4711",
					"for=192.0.2.1:80;proto=https;by=10.0.0.1 | 192.0.2.1 | 80",
					"proto=https ; for = 192.0.2.1 | 192.0.2.1 | 0", "for=203.0.113.9, for=192.0.2.1 | 192.0.2.1 | 0",
					"for=192.0.2.1, for=10.0.0.2, for=10.0.0.3 | 192.0.2.1 | 0",
					"for=\"192.0.2.1:_hidden\" | 192.0.2.1 | 0", "for=10.0.0.2 | 10.0.0.2 | 0",
					"for=_hidden, for=10.0.0.2 | 10.0.0.2 | 0", "for=\"a, b\", for=192.0.2.1 | 192.0.2.1 | 0",
					"for=\"a\\\", for=192.0.2.1 | 192.0.2.1 | 0", "for=\"a, for=\"192.0.2.1:80\" | 192.0.2.1 | 80",
					"for=unknown | | ", "for=_secret | | ", "garbage | | ", "for= | | ", "for=example.com | | ",
					"for=192.0.2.1;for=192.0.2.2 | 192.0.2.2 | 0" })
	void forwardedIsReadFromTheNearestProxyBack(String value, String address, Integer port) throws Exception {
		assertClient(proxies(ForwardedHeader.FORWARDED).client(Headers.of("Forwarded", value), peer(PROXY)), address,
				port);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "192.0.2.1 | 192.0.2.1 | 0", "203.0.113.9, 192.0.2.1 | 192.0.2.1 | 0",
					"192.0.2.1, 10.0.0.2 | 192.0.2.1 | 0", "192.0.2.1:1234 | 192.0.2.1 | 1234", "[::1]:99 | ::1 | 99",
					"2001:db8::1 | 2001:db8::1 | 0", "evil, 10.0.0.2 | 10.0.0.2 | 0", "evil | | ",
					"192.0.2.1:99999 | 192.0.2.1 | 0" })
	void xForwardedForIsReadFromTheNearestProxyBack(String value, String address, Integer port) throws Exception {
		assertClient(proxies(ForwardedHeader.X_FORWARDED).client(Headers.of("X-Forwarded-For", value), peer(PROXY)),
				address, port);
	}

	@Test
	void linesAreOneList() {
		Headers headers = Headers.of("X-Forwarded-For", "192.0.2.1", "X-Forwarded-For", "10.0.0.2");
		ForwardedClient client = proxies(ForwardedHeader.X_FORWARDED).client(headers, peer(PROXY));
		assertThat(client.address().getHostString()).isEqualTo("192.0.2.1");
	}

	@Test
	void schemeAndHostAreThoseOfTheProxyThatSawTheClient() {
		ForwardedClient client = proxies(ForwardedHeader.FORWARDED).client(
				Headers.of("Forwarded", "for=192.0.2.1;proto=HTTPS;host=chat.example.com, for=10.0.0.2;proto=http"),
				peer(PROXY));
		assertThat(client.secure(false)).isTrue();
		assertThat(client.host()).isEqualTo("chat.example.com");
		client = proxies(ForwardedHeader.X_FORWARDED).client(Headers.of("X-Forwarded-For", "203.0.113.9, 192.0.2.1",
				"X-Forwarded-Proto", "wss", "X-Forwarded-Host", "a, b"), peer(PROXY));
		assertThat(client.secure(false)).isTrue();
		assertThat(client.host()).isEqualTo("b");
		client = proxies(ForwardedHeader.X_FORWARDED).client(Headers.of("X-Forwarded-For", "192.0.2.1"), peer(PROXY));
		assertThat(client.secure(true)).isTrue();
		assertThat(client.secure(false)).isFalse();
		assertThat(client.host()).isNull();
	}

	@Test
	void onlyTheChosenHeaderOfATrustedPeerIsBelieved() {
		Headers both = Headers.of("Forwarded", "for=192.0.2.1", "X-Forwarded-For", "192.0.2.2");
		assertThat(proxies(ForwardedHeader.FORWARDED).client(both, peer("192.0.2.9"))).isNull();
		assertThat(proxies(ForwardedHeader.X_FORWARDED).client(both, peer(PROXY)).address().getHostString())
			.isEqualTo("192.0.2.2");
		TrustedProxies none = new TrustedProxies(new ProxyOptions(List.of("10.0.0.0/8"), true, ForwardedHeader.NONE));
		assertThat(none.client(both, peer(PROXY))).isNull();
		assertThat(none.sendsProxyHeader(peer(PROXY).getAddress())).isTrue();
		assertThat(none.sendsProxyHeader(peer("192.0.2.9").getAddress())).isFalse();
	}

	@Test
	void mistakesNameTheProperty() {
		assertThatExceptionOfType(InvalidOptionException.class)
			.isThrownBy(() -> new TrustedProxies(new ProxyOptions(List.of("localhost"), true, ForwardedHeader.NONE)))
			.satisfies((ex) -> assertThat(ex.option()).isEqualTo("proxy.trusted"));
		assertThatExceptionOfType(InvalidOptionException.class)
			.isThrownBy(() -> new ProxyOptions(List.of(), true, ForwardedHeader.NONE));
		assertThatExceptionOfType(InvalidOptionException.class)
			.isThrownBy(() -> new ProxyOptions(List.of(), false, ForwardedHeader.FORWARDED));
	}

	private static void assertClient(ForwardedClient client, String address, Integer port) throws Exception {
		if (address == null) {
			assertThat(client).isNull();
			return;
		}
		assertThat(client).isNotNull();
		assertThat(client.address()).isEqualTo(new InetSocketAddress(InetAddress.getByName(address), port));
	}

	private static TrustedProxies proxies(ForwardedHeader header) {
		return new TrustedProxies(new ProxyOptions(List.of("10.0.0.0/8"), false, header));
	}

	private static InetSocketAddress peer(String address) {
		return new InetSocketAddress(address, 1234);
	}

}
