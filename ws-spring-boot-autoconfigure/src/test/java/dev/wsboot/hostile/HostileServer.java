/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.hostile;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import dev.wsboot.annotation.MessageProtocol;
import dev.wsboot.annotation.NonBlocking;
import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.autoconfigure.TestKeyStore;
import dev.wsboot.autoconfigure.WsAutoConfiguration;
import dev.wsboot.engine.WsCounters;
import dev.wsboot.engine.WsSessions;
import dev.wsboot.jsonrpc.JsonRpcSession;
import dev.wsboot.server.WsServerLifecycle;
import reactor.core.publisher.Flux;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/**
 * Two applications in one JVM, one of them with TLS, with an endpoint for each way of
 * holding memory. Prints their ports, and a {@link Usage} for each line that it reads.
 */
final class HostileServer {

	private HostileServer() {
	}

	public static void main(String[] arguments) throws Exception {
		PrintStream answers = System.out;
		// logs go elsewhere
		System.setOut(System.err);
		Path folder = Files.createTempDirectory("hostile");
		TestKeyStore keys = TestKeyStore.of(folder, "localhost");
		List<String> tls = new ArrayList<>(List.of(keys.bundle("server")));
		tls.add("ws.ssl.bundle=server");
		ScheduledExecutorService broadcaster = Executors.newSingleThreadScheduledExecutor();
		try (AnnotationConfigApplicationContext first = start(List.of());
				AnnotationConfigApplicationContext second = start(tls)) {
			Files.delete(keys.file());
			Files.delete(folder);
			List<AnnotationConfigApplicationContext> both = List.of(first, second);
			broadcaster.scheduleAtFixedRate(() -> broadcast(first.getBean(WsSessions.class)), 0, 5,
					TimeUnit.MILLISECONDS);
			answers.println(lifecycle(first).port() + " " + lifecycle(second).port());
			BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
			while (commands.readLine() != null) {
				answers.println(usage(both).format());
			}
		}
		finally {
			broadcaster.shutdownNow();
		}
	}

	private static AnnotationConfigApplicationContext start(List<String> properties) {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		TestPropertyValues
			.of("ws.port=0", "ws.handshake.timeout=300s", "ws.compression.enabled=true",
					"ws.memory.max-buffered=" + Runtime.getRuntime().maxMemory() / 8)
			.and(properties.toArray(new String[0]))
			.applyTo(context);
		System.getProperties()
			.stringPropertyNames()
			.stream()
			.filter((name) -> name.startsWith("spring."))
			.forEach((name) -> TestPropertyValues.of(name + "=" + System.getProperty(name)).applyTo(context));
		context.registerBean(JsonMapper.class, JsonMapper::shared);
		context.register(SslAutoConfiguration.class, WsAutoConfiguration.class, Echo.class, EchoOnLoop.class,
				Topic.class, Hung.class, Upload.class, Ticks.class, Calls.class, Answers.class);
		context.refresh();
		return context;
	}

	private static WsServerLifecycle lifecycle(AnnotationConfigApplicationContext context) {
		return context.getBean(WsServerLifecycle.class);
	}

	private static void broadcast(WsSessions sessions) {
		sessions.of(Topic.class).broadcast("x");
	}

	private static Usage usage(List<AnnotationConfigApplicationContext> contexts) {
		long connections = 0;
		long buffered = 0;
		for (AnnotationConfigApplicationContext context : contexts) {
			WsCounters counters = Objects.requireNonNull(lifecycle(context).server()).counters();
			connections += counters.openConnections();
			buffered += counters.bufferedBytes();
		}
		return Usage.of(connections, buffered);
	}

	@WsEndpoint("/echo")
	static class Echo {

		@OnMessage
		String echo(String text) {
			return text;
		}

	}

	@WsEndpoint("/loop")
	static class EchoOnLoop {

		@NonBlocking
		@OnMessage
		String echo(String text) {
			return text;
		}

	}

	/** Its sessions only listen. */
	@WsEndpoint("/topic")
	static class Topic {

		@OnMessage
		void ignore(String text) {
		}

	}

	/** Never gets done with its first message, without a thread. */
	@WsEndpoint("/hung")
	static class Hung {

		@OnMessage
		CompletionStage<Void> hang(String text) {
			return new CompletableFuture<>();
		}

	}

	@WsEndpoint("/upload")
	static class Upload {

		@OnMessage
		String count(InputStream message) throws IOException {
			return Long.toString(message.transferTo(OutputStream.nullOutputStream()));
		}

	}

	@WsEndpoint("/ticks")
	static class Ticks {

		@OnMessage
		Flux<String> ticks(String text) {
			return Flux.never();
		}

	}

	@WsEndpoint(path = "/calls", protocol = MessageProtocol.JSON_RPC)
	static class Calls {

		@OnMessage("ask")
		String ask(JsonRpcSession client) {
			return client.call("name", null, String.class).toCompletableFuture().join();
		}

	}

	/** Calls its client, and needs no thread meanwhile. */
	@WsEndpoint(path = "/answers", protocol = MessageProtocol.JSON_RPC)
	static class Answers {

		@OnMessage("ask")
		CompletionStage<Integer> ask(JsonRpcSession client) {
			return client.call("name", null, String.class).thenApply(String::length);
		}

		@OnMessage("begin")
		CompletionStage<Integer> begin(int rounds, JsonRpcSession client) {
			return client.call("list", null, List.class)
				.thenCompose((list) -> (rounds > 1) ? begin(rounds - 1, client)
						: CompletableFuture.completedFuture(list.size()));
		}

	}

}
