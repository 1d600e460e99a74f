/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.spi.SelectorProvider;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.HandshakeDecision;
import dev.wsboot.engine.HandshakeRequest;
import dev.wsboot.engine.Headers;
import dev.wsboot.engine.PreparedMessage;
import dev.wsboot.engine.SessionEvent;
import dev.wsboot.engine.SessionHandler;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.options.WsServerOptions;
import dev.wsboot.engine.server.fixture.MemoryChannel;
import dev.wsboot.engine.server.fixture.MemorySelector;
import dev.wsboot.engine.server.fixture.ModelledThreads;
import dev.wsboot.engine.server.outbound.BroadcastEncoding;
import dev.wsboot.engine.server.outbound.Completions;
import dev.wsboot.engine.server.outbound.LoopOutput;
import dev.wsboot.engine.server.outbound.OutboundQueue;
import dev.wsboot.engine.server.session.Session;
import dev.wsboot.engine.server.connection.Connection;
import dev.wsboot.engine.server.session.AcceptedHandshake;
import org.jetbrains.lincheck.Lincheck;

/**
 * One session of a real event loop, for scenarios that are run again and again: in each
 * build as the threads happen to be scheduled, and with {@code -Dws.interleavings} as
 * Lincheck's model checker does it, with other switches between them each time. All of
 * the engine takes part but the kernel, in whose place is a {@link MemoryChannel}. What
 * waits for ever is a wake-up that was lost.
 */
public final class ModelledSession implements SessionHandler {

	/** Runs of each scenario on threads as they come. */
	private static final int RUNS = Integer.getInteger("ws.runs", 200);

	/** Interleavings of each scenario that Lincheck decides about. */
	private static final int INTERLEAVINGS = Integer.getInteger("ws.interleavings", 0);

	private static final InetSocketAddress PEER = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);

	private static final HandshakeRequest REQUEST = new HandshakeRequest("/", null,
			Headers.of("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="), PEER, false, null);

	final ServerContext context;

	public final MemoryChannel channel;

	private final ModelledThreads workers;

	private final LoopParts parts;

	private final BiConsumer<ModelledSession, String> onMessage;

	/** Callbacks that were called. Guarded by this. */
	private final List<String> events = new ArrayList<>();

	/** Outcomes of sent messages. Guarded by this. */
	private final List<Outcome> outcomes = new ArrayList<>();

	/** Guarded by this. */
	private boolean closed;

	/** Guarded by this. */
	private Thread loopThread;

	public WsSession session;

	/** Stages of the application. */
	public final List<CompletableFuture<Void>> stages = List.of(new CompletableFuture<>(), new CompletableFuture<>());

	/** Bytes on the wire that are not frames. */
	private int before;

	private ModelledSession(ServerContext context, ModelledThreads workers,
			BiConsumer<ModelledSession, String> onMessage) {
		this.context = context;
		this.workers = workers;
		this.onMessage = onMessage;
		try {
			SelectorProvider nio = MemorySelector.nio();
			this.parts = new LoopParts("loop", nio, context, 1000, () -> {
			});
			this.channel = (MemoryChannel) nio.openSocketChannel();
			this.channel.configureBlocking(false);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Runs a scenario as often as it was asked for.
	 * @param onMessage called for each message, on a worker
	 * @param scenario runs on the main thread, with an open session
	 */
	public static void explore(WsServerOptions options, BiConsumer<ModelledSession, String> onMessage,
			Consumer<ModelledSession> scenario) {
		ModelledThreads workers = new ModelledThreads();
		ServerContext context = new ServerContext(options, (request) -> HandshakeDecision.reject(404), workers,
				new Completions(workers, Runnable::run));
		ModelledSession last = null;
		for (int i = 0; i < RUNS; i++) {
			last = new ModelledSession(context, workers, onMessage);
			last.run(scenario);
		}
		if (INTERLEAVINGS > 0) {
			last.exploreMore(scenario);
		}
	}

	private void exploreMore(Consumer<ModelledSession> scenario) {
		// an interleaving of 30 seconds hangs, in Lincheck's eyes, and as long may it
		// take
		// to transform all classes at once: first those of this one, then those of the
		// rest
		Lincheck.runConcurrentTest(1, () -> again().open());
		Lincheck.runConcurrentTest(1, () -> again().run((model) -> {
		}));
		Lincheck.runConcurrentTest(INTERLEAVINGS, () -> again().run(scenario));
	}

	private ModelledSession again() {
		return new ModelledSession(this.context, this.workers, this.onMessage);
	}

	private void run(Consumer<ModelledSession> scenario) {
		open();
		this.parts.loop.start();
		scenario.accept(this);
		stop();
		this.workers.join();
		verify();
	}

	private void open() {
		ConnectionFactory.open(this.channel, PEER, this.parts, true);
		this.workers.inPlace = true;
		Connection connection = this.channel.connection();
		AcceptedHandshake accepted = AcceptedHandshake.of(REQUEST, HandshakeDecision.accept(this),
				this.context.sessions.bulkClosePlace(), this.parts, connection.memory);
		accepted.open(connection, true);
		this.workers.inPlace = false;
		this.before = this.channel.wire().length;
		this.parts.loop.execute(() -> {
			synchronized (this) {
				this.loopThread = Thread.currentThread();
				notifyAll();
			}
		});
	}

	private void stop() {
		this.parts.loop.stop();
		await(() -> this.loopThread != null);
		ModelledThreads.join(this.loopThread);
	}

	/** Runs each on a thread of its own, and waits for all. */
	public void together(Runnable... parts) {
		List<Thread> threads = new ArrayList<>();
		for (Runnable part : parts) {
			Thread thread = new Thread(() -> {
				try {
					part.run();
				}
				catch (RuntimeException ex) {
					note("threw " + ex);
				}
			});
			threads.add(thread);
			thread.start();
		}
		for (Thread thread : threads) {
			ModelledThreads.join(thread);
		}
	}

	/** Sends a message, and looks in the end at what became of it. */
	public void send(String text) {
		sent(text, this.session.sendText(text));
	}

	/**
	 * Sends a message as the registry does with many sessions. That itself has an
	 * IdentityHashMap, which Lincheck 3.7 mistakes for its own.
	 */
	public void broadcast(String text) {
		Map<LoopOutput, List<OutboundQueue>> flushes = new HashMap<>();
		BroadcastEncoding encoded = new BroadcastEncoding(PreparedMessage.text(text));
		((Session) this.session).broadcast(encoded, flushes);
		encoded.end();
		flushes.forEach(LoopOutput::flushAll);
	}

	/** Looks in the end at what became of a frame. */
	public void sent(String frame, CompletionStage<Void> stage) {
		synchronized (this) {
			this.outcomes.add(new Outcome(frame, (CompletableFuture<Void>) stage));
		}
	}

	/** Waits until the wire has these frames, in this order. */
	public void awaitFrames(String... expected) {
		this.channel.awaitWritten(() -> {
			List<String> written = frames();
			written.retainAll(List.of(expected));
			check(written.equals(List.of(expected).subList(0, written.size())), "not in order");
			return written.size() == expected.length;
		});
	}

	/** Waits for a callback. */
	public void awaitEvent(String event) {
		await(() -> this.events.contains(event));
	}

	/** Waits for the close callback. */
	public void awaitClose() {
		await(() -> this.closed);
	}

	/** Parks nobody, as the model checker lets those go on at any time. */
	private synchronized void await(BooleanSupplier condition) {
		try {
			while (!condition.getAsBoolean()) {
				wait();
			}
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	/** Checks the state that each ended session must have. */
	private synchronized void verify() {
		List<String> frames = frames();
		int last = this.events.size() - 1;
		check(last >= 0 && this.events.get(last).startsWith("close"), "the close callback is not the last");
		for (int i = 0; i < last; i++) {
			String event = this.events.get(i);
			check(!event.startsWith("close"), "two close callbacks");
			check(!event.startsWith("threw"), "an exception");
			check(!event.endsWith(" begins") || this.events.get(i + 1).equals(event.replace("begins", "ends")),
					"two callbacks at a time");
		}
		int close = frames.indexOf("close");
		check(close < 0 || close == frames.size() - 1, "a frame behind the Close frame");
		for (Outcome each : this.outcomes) {
			check(each.told.isDone(), "nobody tells what became of " + each.frame);
			int written = Collections.frequency(frames, each.frame);
			check(written == (each.told.isCompletedExceptionally() ? 0 : 1), "what is told is not what was written");
		}
		check(this.session.queuedBytes() == 0, "something waits for ever");
		check(this.context.memory.held() == 0, "something is held for ever");
	}

	public void check(boolean condition, String otherwise) {
		if (!condition) {
			throw new AssertionError(otherwise + ": " + this.events + ", " + frames());
		}
	}

	/**
	 * What has gone over the wire since the session was opened, as far as it is whole.
	 */
	public List<String> frames() {
		List<String> frames = new ArrayList<>();
		byte[] wire = this.channel.wire();
		int position = this.before;
		while (position + 1 < wire.length && position + 2 + wire[position + 1] <= wire.length) {
			int length = wire[position + 1];
			String payload = new String(wire, position + 2, length, StandardCharsets.UTF_8);
			frames.add(switch (wire[position] & 0xff) {
				case 0x81 -> payload;
				case 0x88 -> "close";
				case 0x89 -> "ping " + payload;
				case 0x8A -> "pong " + payload;
				default -> "garbage";
			});
			position += 2 + length;
		}
		return frames;
	}

	public synchronized List<String> events() {
		return new ArrayList<>(this.events);
	}

	private synchronized void note(String event) {
		this.events.add(event);
		notifyAll();
	}

	@Override
	public void onOpen(WsSession session) {
		this.session = session;
	}

	@Override
	public void onMessage(WsSession session, WsMessage message) {
		note(message.text() + " begins");
		this.onMessage.accept(this, message.text());
		note(message.text() + " ends");
	}

	@Override
	public void onClose(WsSession session, CloseStatus status) {
		synchronized (this) {
			this.closed = true;
		}
		note("close " + status.code());
	}

	@Override
	public void onError(WsSession session, Throwable error) {
		note("threw " + error);
	}

	@Override
	public boolean isNonBlocking(SessionEvent event) {
		return event == SessionEvent.OPEN;
	}

	/** Outcome of a frame as reported to its sender. */
	private record Outcome(String frame, CompletableFuture<Void> told) {
	}

}
