/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.benchmarks.server;

import java.nio.ByteBuffer;
import java.util.List;

import dev.wsboot.annotation.NonBlocking;
import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.engine.PreparedMessage;
import dev.wsboot.engine.WsSessions;
import dev.wsboot.engine.options.ContextTakeover;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslBundleRegistrar;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleKey;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * The starter with annotated beans: ordinary handlers, and under {@code /loop}
 * {@code @NonBlocking} handlers, which run on the event loops.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({ StarterServer.Echo.class, StarterServer.FanOut.class, StarterServer.LoopEcho.class,
		StarterServer.JsonEcho.class, StarterServer.JsonByHand.class, StarterServer.LoopFanOut.class })
public class StarterServer {

	private static final String BUNDLE = "self-signed";

	/**
	 * Runs a server until its process is ended.
	 * @param args the port, and the maximum message size in bytes
	 */
	@SuppressWarnings("resource") // it runs until the process is ended
	public static void main(String[] args) {
		start(Integer.parseInt(args[0]), Integer.parseInt(args[1]));
	}

	/**
	 * Starts an application.
	 * @param port the port, or 0 for a free port
	 * @param maxMessageSize the maximum message size in bytes
	 * @return the running application
	 */
	public static ConfigurableApplicationContext start(int port, int maxMessageSize) {
		ContextTakeover takeover = Deflate.takeover();
		return new SpringApplicationBuilder(StarterServer.class).web(WebApplicationType.NONE)
			.run("--ws.port=" + port, "--ws.address=127.0.0.1", "--ws.tcp.backlog=4096",
					"--ws.max-message-size=" + maxMessageSize + "B", "--ws.max-frame-size=" + maxMessageSize + "B",
					"--ws.ssl.enabled=" + Tls.isOn(), "--ws.ssl.bundle=" + BUNDLE,
					"--ws.compression.enabled=" + (takeover != null),
					"--ws.compression.context-takeover=" + ((takeover != null) ? takeover : ContextTakeover.NONE),
					"--spring.main.banner-mode=off", "--logging.level.root=warn");
	}

	@Bean
	SslBundleRegistrar selfSigned() {
		return (registry) -> {
			if (Tls.isOn()) {
				registry.registerBundle(BUNDLE, SslBundle.of(SslStoreBundle.of(Tls.store(), Tls.PASSWORD, null),
						SslBundleKey.NONE, SslOptions.of(new String[] { Tls.CIPHER }, new String[] { Tls.PROTOCOL })));
			}
		};
	}

	@WsEndpoint("/echo")
	static class Echo {

		@OnMessage
		String text(String message) {
			return message;
		}

		@OnMessage
		byte[] binary(byte[] message) {
			return message;
		}

	}

	@WsEndpoint("/all")
	static class FanOut {

		private final WsSessions sessions;

		FanOut(WsSessions sessions) {
			this.sessions = sessions;
		}

		@OnMessage
		void text(String message) {
			this.sessions.broadcast("/all", PreparedMessage.text(message));
		}

	}

	@WsEndpoint("/loop/echo")
	static class LoopEcho {

		@NonBlocking
		@OnMessage
		String text(String message) {
			return message;
		}

		@NonBlocking
		@OnMessage
		ByteBuffer binary(ByteBuffer message) {
			return message;
		}

	}

	/** The message of both JSON endpoints. */
	record Note(int id, boolean urgent, List<String> tags, String text) {
	}

	@WsEndpoint("/json/echo")
	static class JsonEcho {

		@OnMessage
		Note note(Note message) {
			return message;
		}

	}

	@WsEndpoint("/json-by-hand/echo")
	static class JsonByHand {

		private final ObjectReader reader;

		private final ObjectWriter writer;

		JsonByHand(JsonMapper json) {
			this.reader = json.readerFor(Note.class);
			this.writer = json.writer();
		}

		@OnMessage
		String text(String message) {
			return this.writer.writeValueAsString(this.reader.readValue(message));
		}

	}

	@WsEndpoint("/loop/all")
	static class LoopFanOut {

		private final WsSessions sessions;

		LoopFanOut(WsSessions sessions) {
			this.sessions = sessions;
		}

		@NonBlocking
		@OnMessage
		void text(String message) {
			this.sessions.broadcast("/loop/all", PreparedMessage.text(message));
		}

	}

}
