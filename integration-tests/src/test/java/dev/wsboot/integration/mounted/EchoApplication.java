/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.integration.mounted;

import java.nio.ByteBuffer;

import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.engine.WsSession;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * An application with REST and an endpoint that sends back what it receives.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@RestController
class EchoApplication {

	@GetMapping("/hello")
	String hello() {
		return "hello";
	}

	@GetMapping("/page")
	String page() {
		return "page";
	}

	/** Sends back messages. */
	@WsEndpoint("/echo")
	static class Echo {

		@OnMessage
		String text(String text) {
			return text;
		}

		@OnMessage
		ByteBuffer binary(ByteBuffer bytes) {
			return bytes;
		}

	}

	/** Fails at each message. */
	@WsEndpoint("/fail")
	static class Fail {

		@OnMessage
		void fail(String text) {
			throw new IllegalStateException("handler fails");
		}

	}

	/** An endpoint on the path of a controller, which knows its client. */
	@WsEndpoint("/page")
	static class Page {

		@OnMessage
		String describe(String text, WsSession session) {
			return session.remoteAddress().getAddress().getHostAddress() + " " + session.handshakeRequest().secure()
					+ " " + session.handshakeRequest().host() + " " + session.handshakeRequest().path();
		}

	}

}
