package dev.wsboot.engine.server;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

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
		try (WsServer server = WsServer.start(WsServerOptions.builder().port(0).build(),
				(request) -> HandshakeDecision.accept(echo).endpoint("/echo"))) {
			System.out.println(server.port());
			BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
			while (commands.readLine() != null) {
				System.out.println(server.sessions().count() + " "
						+ ManagementFactory.getThreadMXBean().getThreadCount() + " " + usedHeap() + " " + resident());
			}
		}
	}

	private static long usedHeap() {
		for (int i = 0; i < 3; i++) {
			System.gc();
		}
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

	private static long resident() throws Exception {
		Path status = Path.of("/proc/self/status");
		if (!Files.exists(status)) {
			return -1;
		}
		for (String line : Files.readAllLines(status)) {
			if (line.startsWith("VmRSS:")) {
				return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
			}
		}
		return -1;
	}

}
