/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.sample;

import java.nio.file.Path;
import java.util.List;

import dev.wsboot.test.LocalWsPort;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The {@code ws} package of npm, an independent client, against the sample. What it
 * checks stands in {@code src/test/js/client.mjs}.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "ws.compression.enabled=true", "ws.compression.context-takeover=both" })
@Import(ClosingEndpoint.class)
@Tag("process")
class NpmWsClientTest {

	@LocalWsPort
	private int port;

	@Test
	void passesAllChecks() throws Exception {
		Path node = NeededTool.find("node");
		Path folder = NpmPackages.install();
		String output = NpmPackages.run(folder, List.of(node.toString(), "client.mjs", "ws://localhost:" + this.port));
		assertThat(output).endsWith(" checks, 0 failures\n").doesNotContain("FAILED");
	}

}
