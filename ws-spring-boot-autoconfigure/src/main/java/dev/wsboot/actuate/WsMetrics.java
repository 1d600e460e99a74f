/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.actuate;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ToDoubleFunction;

import dev.wsboot.endpoint.ClientError;
import dev.wsboot.endpoint.WsEndpoints;
import dev.wsboot.engine.CloseCode;
import dev.wsboot.engine.RejectReason;
import dev.wsboot.engine.Violation;
import dev.wsboot.engine.WsCounter;
import dev.wsboot.engine.options.CompressionOptions;
import dev.wsboot.engine.options.ContextTakeover;
import dev.wsboot.engine.options.RateLimit;
import dev.wsboot.engine.server.WsServer;
import dev.wsboot.server.WsServerLifecycle;
import dev.wsboot.server.WsServerStartedEvent;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationListener;
import org.springframework.util.Assert;

/**
 * Meters of the WebSocket server, whose names begin with {@code ws.}. The meters read the
 * counters of the server when they are published. After a restart of the server, its
 * counters start at 0. All tags have few values: declared paths of endpoints, reasons,
 * kinds, and close codes or their ranges.
 */
public final class WsMetrics implements MeterBinder, ApplicationListener<WsServerStartedEvent> {

	private final WsServerLifecycle lifecycle;

	private final WsEndpoints endpoints;

	/** Registries that get the meters of each endpoint once the endpoints are known. */
	private final List<MeterRegistry> registries = new CopyOnWriteArrayList<>();

	/**
	 * Creates the binder of the meters.
	 * @param lifecycle starts and stops the server
	 * @param endpoints the endpoints of the server
	 */
	public WsMetrics(WsServerLifecycle lifecycle, WsEndpoints endpoints) {
		Assert.notNull(lifecycle, "'lifecycle' must not be null");
		Assert.notNull(endpoints, "'endpoints' must not be null");
		this.lifecycle = lifecycle;
		this.endpoints = endpoints;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		bindTotals(registry);
		bindConnections(registry);
		bindMessages(registry);
		bindMemory(registry);
		this.registries.add(registry);
		bindEndpoints(registry);
	}

	/**
	 * Adds the meters of each endpoint to all registries, which may be bound before the
	 * endpoints are known.
	 */
	@Override
	public void onApplicationEvent(WsServerStartedEvent event) {
		this.registries.forEach(this::bindEndpoints);
	}

	/** Adds a meter for each total of the server that has a meter name. */
	private void bindTotals(MeterRegistry registry) {
		for (WsCounter total : WsCounter.values()) {
			// without a unit, which Prometheus would append to the name a second time
			String name = total.meterName();
			if (name != null) {
				counter(registry, name, total.description(), Tags.empty(), (server) -> server.counters().count(total));
			}
		}
	}

	private void bindConnections(MeterRegistry registry) {
		gauge(registry, "ws.connections", "Open TCP connections to the WebSocket port, handshakes included", null,
				(server) -> server.counters().openConnections());
		for (RejectReason reason : RejectReason.values()) {
			counter(registry, "ws.handshakes.rejected",
					"Connections to the WebSocket port that did not become sessions, excluding probes",
					Tags.of("reason", lowerCase(reason)), (server) -> server.rejected(reason));
		}
		for (CloseCode code : CloseCode.values()) {
			if (code != CloseCode.INVALID && code != CloseCode.UNASSIGNED) {
				counter(registry, "ws.closes", "WebSocket sessions that ended, by close code",
						Tags.of("code", code(code)), (server) -> server.closed(code));
			}
		}
		counter(registry, "ws.closes", "WebSocket sessions that ended, by close code", Tags.of("code", "other"),
				(server) -> server.closed(CloseCode.INVALID) + server.closed(CloseCode.UNASSIGNED));
	}

	private void bindMessages(MeterRegistry registry) {
		for (Violation violation : Violation.values()) {
			// a violation of servers, which only clients find
			if (violation != Violation.MASKED_FRAME) {
				counter(registry, "ws.protocol.violations",
						"Connections that failed because a WebSocket client broke the protocol or a limit of messages",
						Tags.of("violation", lowerCase(violation)), (server) -> server.violations(violation));
			}
		}
		for (RateLimit.Kind kind : RateLimit.Kind.values()) {
			counter(registry, "ws.rate.limit.exceeded",
					"Pauses and closes of WebSocket sessions that exceeded a rate limit",
					Tags.of("limit", lowerCase(kind)),
					(server) -> server.counters().rateLimitExceeded().getOrDefault(kind, 0L));
		}
	}

	private void bindMemory(MeterRegistry registry) {
		gauge(registry, "ws.send.queue", "Bytes queued for sending to WebSocket clients", "bytes",
				(server) -> server.counters().outboundQueuedBytes());
		gauge(registry, "ws.memory.buffered",
				"Bytes of WebSocket messages that are unfinished, queued for a handler, or queued for sending", "bytes",
				(server) -> server.counters().bufferedBytes());
		gauge(registry, "ws.compression.context.memory",
				"Native memory that open WebSocket sessions may use for compression contexts", "bytes",
				(server) -> server.counters().contextMemory());
		gauge(registry, "ws.compression.context.memory.max",
				"Limit of the native memory for compression contexts of WebSocket sessions", "bytes",
				(server) -> maxContextMemory(server.options().compression()));
	}

	/**
	 * Adds the meters of endpoints that have none yet, since registries warn if a meter
	 * is registered twice.
	 */
	private void bindEndpoints(MeterRegistry registry) {
		for (String path : this.endpoints.paths()) {
			Tags endpoint = Tags.of("endpoint", path);
			if (registry.find("ws.sessions").tags(endpoint).gauge() != null) {
				continue;
			}
			Gauge.builder("ws.sessions", this.lifecycle, read((server) -> server.sessions().count(path)))
				.description("Open WebSocket sessions")
				.tags(endpoint)
				.register(registry);
			FunctionCounter.builder("ws.handler.errors", this.endpoints, (endpoints) -> endpoints.handlerErrors(path))
				.description("Exceptions of WebSocket handler methods that no @OnError method handled")
				.tags(endpoint)
				.register(registry);
			for (ClientError kind : ClientError.values()) {
				FunctionCounter
					.builder("ws.client.errors", this.endpoints, (endpoints) -> endpoints.clientErrors(path, kind))
					.description("Errors in WebSocket messages of clients that no @OnError method handled")
					.tags(endpoint.and("kind", lowerCase(kind)))
					.register(registry);
			}
		}
	}

	private void gauge(MeterRegistry registry, String name, String description, @Nullable String unit,
			ToDoubleFunction<WsServer> value) {
		Gauge.builder(name, this.lifecycle, read(value)).description(description).baseUnit(unit).register(registry);
	}

	private void counter(MeterRegistry registry, String name, String description, Tags tags,
			ToDoubleFunction<WsServer> value) {
		FunctionCounter.builder(name, this.lifecycle, read(value))
			.description(description)
			.tags(tags)
			.register(registry);
	}

	private static ToDoubleFunction<WsServerLifecycle> read(ToDoubleFunction<WsServer> value) {
		return (lifecycle) -> {
			WsServer server = lifecycle.server();
			return (server != null) ? value.applyAsDouble(server) : 0;
		};
	}

	private static String code(CloseCode code) {
		return switch (code) {
			case REGISTERED -> "3xxx";
			case APPLICATION -> "4xxx";
			default -> Integer.toString(code.value());
		};
	}

	private static String lowerCase(Enum<?> value) {
		return value.name().toLowerCase(Locale.ROOT);
	}

	private static long maxContextMemory(CompressionOptions compression) {
		return (compression.contextTakeover() != ContextTakeover.NONE) ? compression.maxMemory() : 0;
	}

}
