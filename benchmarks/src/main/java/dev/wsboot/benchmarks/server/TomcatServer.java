/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.benchmarks.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketHandlerRegistry;
import org.springframework.web.socket.handler.AbstractWebSocketHandler;
import org.springframework.web.socket.handler.ConcurrentWebSocketSessionDecorator;
import org.springframework.web.socket.handler.TextWebSocketHandler;
import org.springframework.web.socket.server.standard.ServletServerContainerFactoryBean;

/**
 * The alternative for users of Spring Boot: spring-boot-starter-websocket on Tomcat.
 * Handlers run on Tomcat's threads.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableWebSocket
public class TomcatServer implements WebSocketConfigurer {

	/**
	 * Runs a server until its process is ended.
	 * @param args the port, and the maximum message size in bytes
	 */
	public static void main(String[] args) {
		SpringApplication.run(TomcatServer.class, "--server.port=" + args[0], "--server.address=127.0.0.1",
				"--server.tomcat.max-connections=20000", "--server.tomcat.accept-count=4096", "--ws.enabled=false",
				"--spring.main.banner-mode=off", "--logging.level.root=warn", "--max-message-size=" + args[1]);
	}

	@Override
	public void registerWebSocketHandlers(WebSocketHandlerRegistry registry) {
		registry.addHandler(new Echo(), "/echo");
		registry.addHandler(new FanOut(), "/all");
	}

	/**
	 * Sets the maximum message size, which is also the size of Tomcat's buffers for each
	 * connection.
	 */
	@Bean
	ServletServerContainerFactoryBean container(@Value("${max-message-size}") int maxMessageSize) {
		ServletServerContainerFactoryBean container = new ServletServerContainerFactoryBean();
		container.setMaxTextMessageBufferSize(maxMessageSize);
		container.setMaxBinaryMessageBufferSize(maxMessageSize);
		return container;
	}

	private static final class Echo extends AbstractWebSocketHandler {

		@Override
		protected void handleTextMessage(WebSocketSession session, TextMessage message) throws IOException {
			session.sendMessage(message);
		}

		@Override
		protected void handleBinaryMessage(WebSocketSession session, BinaryMessage message) throws IOException {
			session.sendMessage(message);
		}

	}

	private static final class FanOut extends TextWebSocketHandler {

		private static final int SEND_TIME_LIMIT = 10_000;

		private static final int BUFFER_SIZE_LIMIT = 1024 * 1024;

		private final Map<String, WebSocketSession> receivers = new ConcurrentHashMap<>();

		@Override
		public void afterConnectionEstablished(WebSocketSession session) {
			this.receivers.put(session.getId(),
					new ConcurrentWebSocketSessionDecorator(session, SEND_TIME_LIMIT, BUFFER_SIZE_LIMIT));
		}

		@Override
		public void afterConnectionClosed(WebSocketSession session, CloseStatus status) {
			this.receivers.remove(session.getId());
		}

		@Override
		protected void handleTextMessage(WebSocketSession session, TextMessage message) {
			this.receivers.values().forEach((receiver) -> send(receiver, message));
		}

		private static void send(WebSocketSession receiver, TextMessage message) {
			try {
				receiver.sendMessage(message);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
