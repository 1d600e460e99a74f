package dev.wsboot.engine.server;

import java.util.ArrayList;
import java.util.List;

import dev.wsboot.engine.server.ServerProcess.Usage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Idle connections cost neither threads nor buffers. Prints what they do cost; more of
 * them with {@code -Dws.idle.connections=10000}.
 */
class IdleConnectionsTest {

	private static final int CONNECTIONS = Integer.getInteger("ws.idle.connections", 1000);

	@Test
	void costNoThreadsAndLittleMemory() throws Exception {
		List<Peer> peers = new ArrayList<>();
		// with a heap that is resident from the start, what grows is outside of it
		try (ServerProcess server = ServerProcess.start("-Xms256m", "-Xmx256m", "-XX:+AlwaysPreTouch")) {
			// classes are loaded and code is compiled before the first measurement
			for (int i = 0; i < CONNECTIONS / 10; i++) {
				Peer.open(server.port).close();
			}
			peers.add(Peer.open(server.port));
			Usage before = server.usage();
			for (int i = 0; i < CONNECTIONS; i++) {
				peers.add(Peer.open(server.port));
			}
			Usage after = server.usage();
			long heap = (after.heap() - before.heap()) / CONNECTIONS;
			long outside = (after.resident() - before.resident()) / CONNECTIONS;
			System.out.printf(
					"%d idle connections: %d threads (%d before), %d bytes of heap and %d bytes outside of it for each%n",
					CONNECTIONS, after.threads(), before.threads(), heap, outside);
			assertThat(after.sessions()).isGreaterThan(CONNECTIONS);
			assertThat(after.threads() - before.threads()).as("threads more than before").isLessThan(20);
			assertThat(heap).as("bytes of heap per idle connection").isLessThan(8 * 1024);
		}
		finally {
			for (Peer peer : peers) {
				peer.close();
			}
		}
	}

}
