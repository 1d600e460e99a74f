/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.integration.mounted;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Connections that end in all sorts of ways leave nothing behind, neither in Tomcat nor
 * in the event loops. The system property {@code ws.test.mounted-ends} sets their number;
 * 100,000 take some minutes.
 */
class MountedLeakTest {

	private static final int ENDS = Integer.getInteger("ws.test.mounted-ends", 400);

	private static final int CLIENTS = 4;

	/**
	 * The number of connections that Tomcat counts without any: it waits for the next.
	 */
	private static final int ACCEPTING = 1;

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void endsOfAllSortsLeaveNothing(boolean tls) throws Exception {
		String[] properties = tls ? WebKeyStore.serverSsl() : new String[0];
		try (MountedApplication application = MountedApplication.start(EchoApplication.class, properties)) {
			run(application, tls, 10 * End.values().length);
			Resources before = settled(application);
			run(application, tls, ENDS);
			Resources after = settled(application);
			assertThat(after.tomcatConnections()).as("connections of Tomcat").isEqualTo(before.tomcatConnections());
			assertThat(after.tomcatWaiting()).as("upgraded connections of Tomcat").isEqualTo(before.tomcatWaiting());
			assertThat(after.tomcatKeys()).as("keys of Tomcat's selector").isEqualTo(before.tomcatKeys());
			assertThat(after.loopKeys()).as("keys of event loops").isEqualTo(before.loopKeys());
			assertThat(after.connections()).as("connections of the WebSocket server").isZero();
			assertThat(after.sessions()).as("sessions").isZero();
			Awaitility.await("file descriptors are closed")
				.atMost(Duration.ofSeconds(60))
				.until(() -> Resources.of(application).descriptors() <= before.descriptors());
		}
	}

	/** Waits until no connection is left. */
	private static Resources settled(MountedApplication application) {
		return Awaitility.await("connections have ended")
			.atMost(Duration.ofSeconds(60))
			.until(() -> Resources.of(application),
					(now) -> now.tomcatConnections() == ACCEPTING && now.tomcatWaiting() == 0 && now.tomcatKeys() == 0
							&& now.loopKeys() == 0 && now.connections() == 0 && now.sessions() == 0);
	}

	private static void run(MountedApplication application, boolean tls, int ends) throws Exception {
		ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
		try {
			CountDownLatch start = new CountDownLatch(1);
			List<Future<?>> all = IntStream.range(0, CLIENTS).<Future<?>>mapToObj((client) -> clients.submit(() -> {
				start.await();
				for (int i = client; i < ends; i += CLIENTS) {
					End.values()[(i / CLIENTS) % End.values().length].reach(application, tls);
				}
				return null;
			})).toList();
			start.countDown();
			for (Future<?> each : all) {
				each.get();
			}
		}
		finally {
			clients.shutdownNow();
		}
	}

	/** A masked Close frame with 1000, whose mask is zero. */
	private static final byte[] CLOSE = { (byte) 0x88, (byte) 0x82, 0, 0, 0, 0, 3, (byte) 0xE8 };

	/** The ways in which connections end. */
	private enum End {

		/** Close frames of both sides. */
		CLOSING_HANDSHAKE {
			@Override
			void end(Client client) throws IOException {
				client.shakeHands("/echo");
				client.send(CLOSE);
				client.readToEnd();
			}
		},
		/** A reset of an open session. */
		RESET {
			@Override
			void end(Client client) throws IOException {
				client.shakeHands("/echo");
				client.send(MountedTest.FRAME);
				client.socket.setSoLinger(true, 0);
			}
		},
		/** A reset right after the request, while the connection is upgraded. */
		RESET_IN_HANDSHAKE {
			@Override
			void end(Client client) throws IOException {
				client.request("/echo");
				client.socket.setSoLinger(true, 0);
			}
		},
		/** A close right after the request. */
		CLOSE_IN_HANDSHAKE {
			@Override
			void end(Client client) throws IOException {
				client.request("/echo");
			}
		},
		/** A request with bytes after it that are no frames. */
		GARBAGE {
			@Override
			void end(Client client) throws IOException {
				byte[] head = client.head("/echo");
				byte[] packet = Arrays.copyOf(head, head.length + 200);
				Arrays.fill(packet, head.length, packet.length, (byte) 0xFF);
				client.send(packet);
				client.readToEnd();
			}
		},
		/** The end of the client's output in place of a Close frame. */
		HALF_CLOSED {
			@Override
			void end(Client client) throws IOException {
				client.shakeHands("/echo");
				client.send(MountedTest.FRAME);
				client.socket.shutdownOutput();
				client.readToEnd();
			}
		},
		/** Frames in the packet of the request, and the end. */
		EARLY_FRAMES {
			@Override
			void end(Client client) throws IOException {
				byte[] head = client.head("/echo");
				byte[] packet = Arrays.copyOf(head, head.length + MountedTest.FRAME.length);
				System.arraycopy(MountedTest.FRAME, 0, packet, head.length, MountedTest.FRAME.length);
				client.send(packet);
			}
		},
		/** A handler that throws an exception. */
		HANDLER_FAILS {
			@Override
			void end(Client client) throws IOException {
				client.shakeHands("/fail");
				client.send(MountedTest.FRAME);
				// the beginning of the Close frame
				assertThat(client.in.readNBytes(1)).containsExactly(0x88);
			}
		},
		/** A handshake that is rejected. */
		REJECTED {
			@Override
			void end(Client client) throws IOException {
				client.send(new String(client.head("/echo"), StandardCharsets.US_ASCII)
					.replace("Sec-WebSocket-Version: 13", "Sec-WebSocket-Version: 12")
					.getBytes(StandardCharsets.US_ASCII));
				assertThat(client.readHead()).startsWith("HTTP/1.1 426 ");
			}
		},
		/** A request for REST, and a handshake on the same connection. */
		AFTER_REST {
			@Override
			void end(Client client) throws IOException {
				client.send("GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
				assertThat(client.readHead()).startsWith("HTTP/1.1 200 ");
				assertThat(client.in.readNBytes(5)).isEqualTo("hello".getBytes(StandardCharsets.US_ASCII));
				client.shakeHands("/echo");
			}
		};

		abstract void end(Client client) throws IOException;

		void reach(MountedApplication application, boolean tls) throws IOException {
			try (Client client = new Client(application.port(), tls)) {
				try {
					end(client);
				}
				catch (SocketException | SSLException ex) {
					// the server may reset the connection first
				}
			}
		}

	}

	/** A client that ends its connections as it likes. */
	private static final class Client implements AutoCloseable {

		private static final SSLContext TRUST_ALL = trustAll();

		private final int port;

		final Socket socket;

		final InputStream in;

		private final OutputStream out;

		Client(int port, boolean tls) throws IOException {
			this.port = port;
			Socket plain = new Socket();
			plain.connect(new InetSocketAddress("localhost", port));
			plain.setSoTimeout(60_000);
			this.socket = tls ? TRUST_ALL.getSocketFactory().createSocket(plain, "localhost", port, true) : plain;
			this.in = this.socket.getInputStream();
			this.out = this.socket.getOutputStream();
		}

		byte[] head(String path) {
			return MountedTest.REQUEST.formatted(path, this.port).getBytes(StandardCharsets.US_ASCII);
		}

		void request(String path) throws IOException {
			send(head(path));
		}

		void shakeHands(String path) throws IOException {
			request(path);
			assertThat(readHead()).startsWith("HTTP/1.1 101 ");
		}

		void send(byte... bytes) throws IOException {
			this.out.write(bytes);
			this.out.flush();
		}

		String readHead() throws IOException {
			StringBuilder head = new StringBuilder();
			while (head.indexOf("\r\n\r\n") < 0) {
				int next = this.in.read();
				if (next < 0) {
					throw new SocketException("Closed in the head: " + head);
				}
				head.append((char) next);
			}
			return head.toString();
		}

		void readToEnd() throws IOException {
			this.in.readAllBytes();
		}

		@Override
		public void close() throws IOException {
			this.socket.close();
		}

		private static SSLContext trustAll() {
			try {
				SSLContext context = SSLContext.getInstance("TLS");
				context.init(null, new TrustManager[] { new X509TrustManager() {

					@Override
					public void checkClientTrusted(X509Certificate[] chain, String type) {
					}

					@Override
					public void checkServerTrusted(X509Certificate[] chain, String type) {
					}

					@Override
					public X509Certificate[] getAcceptedIssuers() {
						return new X509Certificate[0];
					}

				} }, null);
				return context;
			}
			catch (GeneralSecurityException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

}
