package dev.wsboot.engine.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Idle connections cost neither threads nor buffers. Prints what they do cost; more of
 * them with {@code -Dws.idle.connections=10000}.
 */
class IdleConnectionsTest {

	private static final int CONNECTIONS = Integer.getInteger("ws.idle.connections", 1000);

	private static final byte[] HANDSHAKE = """
			GET /echo HTTP/1.1\r
			Host: localhost\r
			Connection: Upgrade\r
			Upgrade: websocket\r
			Sec-WebSocket-Version: 13\r
			Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
			User-Agent: idle-connections-test\r
			\r
			""".getBytes(StandardCharsets.US_ASCII);

	@Test
	void costNoThreadsAndLittleMemory() throws Exception {
		// with a heap that is resident from the start, what grows is outside of it
		Process server = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Xms256m", "-Xmx256m", "-XX:+AlwaysPreTouch", "-cp", System.getProperty("java.class.path"),
				IdleServer.class.getName())
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
		List<Socket> sockets = new ArrayList<>();
		try (BufferedReader answers = server.inputReader(); OutputStream commands = server.getOutputStream()) {
			int port = Integer.parseInt(answers.readLine());
			// classes are loaded and code is compiled before the first measurement
			for (int i = 0; i < CONNECTIONS / 10; i++) {
				connect(port).close();
			}
			sockets.add(connect(port));
			Usage before = Usage.read(commands, answers);
			for (int i = 0; i < CONNECTIONS; i++) {
				sockets.add(connect(port));
			}
			Usage after = Usage.read(commands, answers);
			long heap = (after.heap - before.heap) / CONNECTIONS;
			long outside = (after.resident - before.resident) / CONNECTIONS;
			System.out.printf("%d idle connections: %d threads (%d before), %d bytes of heap and %d bytes outside of "
					+ "it for each%n", CONNECTIONS, after.threads, before.threads, heap, outside);
			assertThat(after.sessions).isGreaterThan(CONNECTIONS);
			assertThat(after.threads - before.threads).as("threads more than before").isLessThan(20);
			assertThat(heap).as("bytes of heap per idle connection").isLessThan(8 * 1024);
		}
		finally {
			for (Socket socket : sockets) {
				socket.close();
			}
			if (!server.waitFor(30, TimeUnit.SECONDS)) {
				server.destroyForcibly();
			}
		}
	}

	private static Socket connect(int port) throws IOException {
		Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
		socket.getOutputStream().write(HANDSHAKE);
		InputStream in = socket.getInputStream();
		StringBuilder response = new StringBuilder();
		while (response.indexOf("\r\n\r\n") < 0) {
			byte[] piece = new byte[1024];
			int length = in.read(piece);
			assertThat(length).isPositive();
			response.append(new String(piece, 0, length, StandardCharsets.US_ASCII));
		}
		assertThat(response).startsWith("HTTP/1.1 101");
		return socket;
	}

	private record Usage(int sessions, int threads, long heap, long resident) {

		static Usage read(OutputStream commands, BufferedReader answers) throws IOException {
			commands.write('\n');
			commands.flush();
			long[] values = Arrays.stream(answers.readLine().split(" ")).mapToLong(Long::parseLong).toArray();
			return new Usage((int) values[0], (int) values[1], values[2], values[3]);
		}

	}

}
