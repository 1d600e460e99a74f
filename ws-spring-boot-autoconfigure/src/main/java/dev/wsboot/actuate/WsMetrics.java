package dev.wsboot.actuate;

import java.util.function.ToDoubleFunction;

import dev.wsboot.engine.CompressionOptions;
import dev.wsboot.engine.ContextTakeover;
import dev.wsboot.engine.WsCounters;
import dev.wsboot.engine.server.WsServer;
import dev.wsboot.lifecycle.WsServerLifecycle;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Meters of the WebSocket server, all named {@code ws.}something. They read what the
 * server counts anyway, when they are asked; after a restart of the server, they begin
 * anew.
 */
public final class WsMetrics implements MeterBinder {

	private final WsServerLifecycle lifecycle;

	/**
	 * Creates the meters' binder.
	 * @param lifecycle knows the server
	 */
	public WsMetrics(WsServerLifecycle lifecycle) {
		Assert.notNull(lifecycle, "'lifecycle' must not be null");
		this.lifecycle = lifecycle;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		gauge(registry, "ws.sessions", "Open sessions", null, (server) -> server.sessions().count());
		gauge(registry, "ws.connections", "Open TCP connections, with those whose handshake is not done", null,
				(server) -> server.counters().openConnections());
		gauge(registry, "ws.send.queue", "What waits for slow readers", "bytes",
				(server) -> server.counters().outboundQueuedBytes());
		gauge(registry, "ws.memory.buffered", "What sessions hold of messages", "bytes",
				(server) -> server.counters().bufferedBytes());
		counter(registry, "ws.sessions.shed", "Sessions closed because all together held too much", null,
				WsCounters::sessionsShed);
		gauge(registry, "ws.compression.context.memory", "Native memory that open sessions may use for contexts",
				"bytes", (server) -> server.counters().contextMemory());
		gauge(registry, "ws.compression.context.memory.max", "Most of that", "bytes",
				(server) -> maxContextMemory(server.options().compression()));
		counter(registry, "ws.compression.context.refused", "Sessions without context takeover for lack of memory",
				null, WsCounters::contextsRefused);
		counter(registry, "ws.messages.received", "Whole messages received", null, WsCounters::messagesReceived);
		counter(registry, "ws.messages.sent", "Whole messages written", null, WsCounters::messagesSent);
		counter(registry, "ws.messages.dropped", "Messages that an overflow policy dropped", null,
				WsCounters::messagesDropped);
		counter(registry, "ws.bytes.received", "Bytes read", "bytes", WsCounters::bytesReceived);
		counter(registry, "ws.bytes.sent", "Bytes written", "bytes", WsCounters::bytesSent);
		counter(registry, "ws.handshakes.accepted", "Sessions opened", null, WsCounters::accepted);
		counter(registry, "ws.handshakes.rejected", "Handshakes refused", null,
				(counters) -> counters.rejected().values().stream().mapToLong(Long::longValue).sum());
		counter(registry, "ws.handler.errors", "Exceptions that handlers have thrown", null, WsCounters::handlerErrors);
	}

	private void gauge(MeterRegistry registry, String name, String description, @Nullable String unit,
			ToDoubleFunction<WsServer> value) {
		Gauge.builder(name, this.lifecycle, (lifecycle) -> read(lifecycle, value))
			.description(description)
			.baseUnit(unit)
			.register(registry);
	}

	private void counter(MeterRegistry registry, String name, String description, @Nullable String unit,
			ToDoubleFunction<WsCounters> value) {
		FunctionCounter
			.builder(name, this.lifecycle,
					(lifecycle) -> read(lifecycle, (server) -> value.applyAsDouble(server.counters())))
			.description(description)
			.baseUnit(unit)
			.register(registry);
	}

	private static double read(WsServerLifecycle lifecycle, ToDoubleFunction<WsServer> value) {
		WsServer server = lifecycle.server();
		return (server != null) ? value.applyAsDouble(server) : 0;
	}

	private static long maxContextMemory(CompressionOptions compression) {
		return (compression.contextTakeover() != ContextTakeover.NONE) ? compression.maxMemory() : 0;
	}

}
