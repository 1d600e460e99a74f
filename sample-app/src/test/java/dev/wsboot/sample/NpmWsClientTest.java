package dev.wsboot.sample;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.wsboot.test.LocalWsPort;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The {@code ws} package of npm, which nobody here wrote, against the sample. What it
 * checks stands in {@code src/test/js/client.mjs}.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "ws.compression.enabled=true", "ws.compression.context-takeover=both" })
@Import(ClosingEndpoint.class)
class NpmWsClientTest {

	private static final Path SOURCE = Path.of("src", "test", "js");

	private static final Path WORK = Path.of("target", "npm-ws-client");

	@LocalWsPort
	private int port;

	@Test
	void passesAllChecks() throws Exception {
		Path node = NeededTool.find("node");
		Path npm = NeededTool.find("npm");
		install(npm);
		String output = run(List.of(node.toString(), "client.mjs", "ws://localhost:" + this.port));
		assertThat(output).endsWith(" checks, 0 failures\n").doesNotContain("FAILED");
	}

	/** Installs the locked version, unless the last run of the tests has. */
	private static void install(Path npm) throws Exception {
		Files.createDirectories(WORK);
		boolean sameLock = isSame("package-lock.json");
		for (String file : List.of("client.mjs", "package.json", "package-lock.json")) {
			Files.copy(SOURCE.resolve(file), WORK.resolve(file), StandardCopyOption.REPLACE_EXISTING);
		}
		if (!sameLock || !Files.exists(WORK.resolve("node_modules/.package-lock.json"))) {
			run(List.of(npm.toString(), "ci", "--ignore-scripts", "--no-audit", "--no-fund"));
		}
	}

	private static boolean isSame(String file) throws IOException {
		Path copy = WORK.resolve(file);
		return Files.exists(copy) && Files.mismatch(SOURCE.resolve(file), copy) == -1;
	}

	private static String run(List<String> command) throws Exception {
		Path log = Files.createTempFile(WORK, "output", ".txt");
		Process process = new ProcessBuilder(command).directory(WORK.toFile())
			.redirectErrorStream(true)
			.redirectOutput(log.toFile())
			.start();
		boolean ended = process.waitFor(3, TimeUnit.MINUTES);
		process.destroyForcibly();
		String output = Files.readString(log, StandardCharsets.UTF_8);
		assertThat(ended).as("%s ends in time:%n%s", command, output).isTrue();
		assertThat(process.exitValue()).as("%s:%n%s", command, output).isZero();
		return output;
	}

}
