/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.handshake;

import java.net.InetSocketAddress;
import java.security.Principal;

import dev.wsboot.engine.HandshakeRequest;
import dev.wsboot.engine.Headers;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What sessions keep of their requests, and what they have in common.
 */
class RequestKeeperTest {

	private static final InetSocketAddress REMOTE = new InetSocketAddress("127.0.0.1", 4711);

	private static final Principal PRINCIPAL = () -> "CN=client";

	private final RequestKeeper keeper = new RequestKeeper();

	/** Texts of its own each time, as a parser makes them. */
	private HandshakeRequest keep(String path, String... fields) {
		String[] copies = new String[fields.length];
		for (int i = 0; i < fields.length; i++) {
			copies[i] = new String(fields[i].toCharArray());
		}
		return this.keeper.keep(new HandshakeRequest(new String(path.toCharArray()), "token=1", Headers.of(copies),
				REMOTE, true, PRINCIPAL));
	}

	@Test
	void keepsEverythingButTheKey() {
		HandshakeRequest kept = keep("/chat", "Host", "a.example", "sec-websocket-KEY", "dGhlIHNhbXBsZSBub25jZQ==",
				"Cookie", "id=1", "X-Own", "", "cookie", "id=2");
		assertThat(kept.path()).isEqualTo("/chat");
		assertThat(kept.query()).isEqualTo("token=1");
		assertThat(kept.remoteAddress()).isEqualTo(REMOTE);
		assertThat(kept.secure()).isTrue();
		assertThat(kept.principal()).isSameAs(PRINCIPAL);
		assertThat(kept.headers().names()).containsExactly("host", "cookie", "x-own");
		assertThat(kept.host()).isEqualTo("a.example");
		assertThat(kept.headers().all("Cookie")).containsExactly("id=1", "id=2");
		assertThat(kept.headers().first("X-Own")).isEmpty();
	}

	@Test
	void keepsOnceWhatIsTheSame() {
		HandshakeRequest one = keep("/chat", "Host", "a.example", "User-Agent", "x/1", "Sec-WebSocket-Key", "1");
		HandshakeRequest other = keep("/chat", "Host", "a.example", "User-Agent", "x/1", "Sec-WebSocket-Key", "2");
		assertThat(other.path()).isSameAs(one.path());
		assertThat(other.headers()).isSameAs(one.headers());
	}

	@Test
	void keepsWhatIsNotTheSame() {
		HandshakeRequest one = keep("/chat", "Host", "a.example", "User-Agent", "x/1");
		HandshakeRequest other = keep("/chat", "Host", "a.example", "User-Agent", "x/2");
		HandshakeRequest more = keep("/chat", "Host", "a.example", "User-Agent", "x/1", "Origin", "https://a.example");
		assertThat(one.headers().first("User-Agent")).isEqualTo("x/1");
		assertThat(other.headers().first("User-Agent")).isEqualTo("x/2");
		assertThat(other.headers().name(0)).isSameAs(one.headers().name(0));
		assertThat(other.host()).isSameAs(one.host());
		assertThat(more.origin()).isEqualTo("https://a.example");
		assertThat(more.headers().size()).isEqualTo(3);
	}

	@Test
	void doesNotKeepWhatMayBeSecretForOthers() {
		HandshakeRequest one = keep("/chat", "Host", "a.example", "Cookie", "id=1", "Authorization", "Bearer 1",
				"Sec-WebSocket-Protocol", "token.1");
		HandshakeRequest other = keep("/chat", "Host", "a.example", "Cookie", "id=1", "Authorization", "Bearer 1",
				"Sec-WebSocket-Protocol", "token.1");
		assertThat(other.headers()).isNotSameAs(one.headers());
		assertThat(other.host()).isSameAs(one.host());
		for (String name : new String[] { "Cookie", "Authorization", "Sec-WebSocket-Protocol" }) {
			assertThat(other.headers().first(name)).isEqualTo(one.headers().first(name))
				.isNotSameAs(one.headers().first(name));
		}
	}

	@Test
	void aPeerWhoSendsOthersEveryTimeIsAnsweredWithHisOwn() {
		for (int i = 0; i < 10_000; i++) {
			HandshakeRequest kept = keep("/" + i, "Host", i + ".example", "User-Agent", "x".repeat(i % 300) + i);
			assertThat(kept.path()).isEqualTo("/" + i);
			assertThat(kept.host()).isEqualTo(i + ".example");
			assertThat(kept.headers().first("User-Agent")).isEqualTo("x".repeat(i % 300) + i);
		}
	}

}
