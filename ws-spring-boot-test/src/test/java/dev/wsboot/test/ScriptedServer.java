package dev.wsboot.test;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;

/**
 * A server that says what it was told, whatever the client says, and keeps what the
 * client said.
 */
class ScriptedServer implements AutoCloseable {

	private final ServerSocket socket;

	private final CompletableFuture<byte[]> heard = new CompletableFuture<>();

	private ScriptedServer(ServerSocket socket, byte[] script, boolean accept) {
		this.socket = socket;
		Thread thread = new Thread(() -> serve(script, accept), "scripted-server");
		thread.setDaemon(true);
		thread.start();
	}

	/** Accepts the handshake and sends bytes. */
	static ScriptedServer sending(int... bytes) {
		byte[] script = new byte[bytes.length];
		for (int i = 0; i < bytes.length; i++) {
			script[i] = (byte) bytes[i];
		}
		return open(script, true);
	}

	/** Sends an answer to the handshake, and ends the connection. */
	static ScriptedServer answering(String answer) {
		return open(answer.getBytes(StandardCharsets.ISO_8859_1), false);
	}

	private static ScriptedServer open(byte[] script, boolean accept) {
		try {
			return new ScriptedServer(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()), script, accept);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	String uri() {
		return "ws://localhost:" + this.socket.getLocalPort() + "/path?query";
	}

	/** Returns what the client sent behind its request, once it has closed. */
	byte[] heard() {
		return this.heard.join();
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

	private void serve(byte[] script, boolean accept) {
		try (Socket peer = this.socket.accept()) {
			String request = readHead(peer.getInputStream());
			if (accept) {
				String key = request.split("Sec-WebSocket-Key: ", 2)[1].split("\r\n", 2)[0];
				peer.getOutputStream().write(switchingProtocols(key).getBytes(StandardCharsets.ISO_8859_1));
			}
			peer.getOutputStream().write(script);
			if (!accept) {
				peer.shutdownOutput();
			}
			this.heard.complete(peer.getInputStream().readAllBytes());
		}
		catch (IOException ex) {
			this.heard.completeExceptionally(ex);
		}
	}

	private static String readHead(InputStream in) throws IOException {
		StringBuilder head = new StringBuilder();
		while (head.indexOf("\r\n\r\n") < 0) {
			head.append((char) in.read());
		}
		return head.toString();
	}

	private static String switchingProtocols(String key) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-1")
				.digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII));
			return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
					+ "Sec-WebSocket-Accept: " + Base64.getEncoder().encodeToString(digest) + "\r\n\r\n";
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
