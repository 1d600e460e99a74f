package dev.wsboot.engine.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import dev.wsboot.engine.CompressionOptions;
import dev.wsboot.engine.HandshakeDecision;
import dev.wsboot.engine.PreparedMessage;
import dev.wsboot.engine.SessionHandler;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.WsServerOptions;
import dev.wsboot.engine.WsSession;

/**
 * A server in a JVM of its own that tells, for each line it reads, how much it uses: open
 * sessions, threads, bytes of heap after a collection, resident bytes.
 */
final class IdleServer {

	private IdleServer() {
	}

	public static void main(String[] args) throws Exception {
		SessionHandler echo = new SessionHandler() {
			@Override
			public void onMessage(WsSession session, WsMessage message) {
				session.send(PreparedMessage.of(message));
			}
		};
		try (WsServer server = WsServer.start(options(),
				(request) -> HandshakeDecision.accept(echo).endpoint("/echo"))) {
			System.out.println(server.port());
			BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
			while (commands.readLine() != null) {
				System.out.println(server.sessions().count() + " "
						+ ManagementFactory.getThreadMXBean().getThreadCount() + " " + usedHeap() + " " + resident());
			}
		}
	}

	private static WsServerOptions options() {
		long handshakeTimeout = Long.getLong("ws.handshake.timeout", 10);
		return Servers.options()
			.eventLoops(Runtime.getRuntime().availableProcessors())
			.handshakeTimeout(Duration.ofSeconds(handshakeTimeout))
			.compression(CompressionOptions.defaults().enabled(Boolean.getBoolean("ws.compression.enabled")))
			.build();
	}

	private static long usedHeap() {
		for (int i = 0; i < 3; i++) {
			System.gc();
		}
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

	private static long resident() {
		try {
			for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
				if (line.startsWith("VmRSS:")) {
					return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
				}
			}
		}
		catch (IOException ex) {
			// another system, or no file descriptors left
		}
		return -1;
	}

}
