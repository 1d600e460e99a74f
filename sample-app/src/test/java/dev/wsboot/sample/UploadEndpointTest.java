package dev.wsboot.sample;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.wsboot.sample.UploadEndpoint.Receipt;
import dev.wsboot.test.WsTestClient;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One message of a gigabyte, to the sample in a process of its own with little memory.
 */
class UploadEndpointTest {

	private static final Pattern STARTED = Pattern.compile("WebSocket server started on port (\\d+)");

	private static final int BINARY = 2;

	private static final int CONTINUATION = 0;

	private static final int PARTS = 16 * 1024;

	private final byte[] part = new byte[64 * 1024];

	@Test
	void aGigabyteGoesThroughAHeapOf64Megabytes() throws IOException, NoSuchAlgorithmException {
		new Random(1).nextBytes(this.part);
		Process process = start();
		try (BufferedReader output = process.inputReader();
				WsTestClient client = WsTestClient.connect("ws://localhost:" + port(output) + "/upload")) {
			MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
			for (int i = 0; i < PARTS; i++) {
				client.sendFrame(i == PARTS - 1, (i == 0) ? BINARY : CONTINUATION, this.part);
				sha256.update(this.part);
			}
			assertThat(client.expectJson(Receipt.class))
				.isEqualTo(new Receipt(1L << 30, HexFormat.of().formatHex(sha256.digest())));
		}
		finally {
			process.destroyForcibly();
		}
	}

	private static Process start() throws IOException {
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
		return new ProcessBuilder(java, "-Xmx64m", "-cp", classPath, SampleApplication.class.getName(),
				"--server.port=0", "--ws.port=0")
			.redirectErrorStream(true)
			.directory(new File("."))
			.start();
	}

	private static int port(BufferedReader output) throws IOException {
		StringBuilder log = new StringBuilder();
		for (String line = output.readLine(); line != null; line = output.readLine()) {
			Matcher matcher = STARTED.matcher(line);
			if (matcher.find()) {
				return Integer.parseInt(matcher.group(1));
			}
			log.append(line).append('\n');
		}
		throw new AssertionError("The sample has not started:\n" + log);
	}

}
