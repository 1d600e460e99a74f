/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.connection;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.wsboot.engine.server.fixture.Peer;
import dev.wsboot.engine.server.fixture.ServerProcess;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Guarantee 9: accept survives running out of file descriptors, without spinning, and
 * recovers alone.
 */
@Timeout(120)
@Tag("slow")
class FileDescriptorsTest {

	private static final int LIMIT = 100;

	@Test
	void acceptRecoversAlone(@TempDir Path folder) throws Exception {
		assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "No bash to lower the limit with");
		List<Peer> peers = new ArrayList<>();
		try (ServerProcess server = ServerProcess.startWithFiles(LIMIT, folder); Peer first = Peer.open(server.port)) {
			first.sendsText("hello");
			assertThat(first.receivesText()).isEqualTo("hello");
			// what tells the usage takes files to load, too
			server.usage();
			// the kernel completes these, whether the server can accept them or not
			for (int i = 0; i < 2 * LIMIT; i++) {
				peers.add(Peer.connect(server.port).sends(Peer.REQUEST));
			}
			first.sendsText("those who are in are served");
			assertThat(first.receivesText()).isEqualTo("those who are in are served");
			// it tries to accept again now and then
			server.awaitRest(10);
			assertThat(server.usage().sessions()).isBetween(2, LIMIT);
			// as those leave who were let in, the others get their turn
			for (Peer peer : peers) {
				assertThat(peer.receivesResponse().status()).isEqualTo(101);
				peer.sendsText("my turn");
				assertThat(peer.receivesText()).isEqualTo("my turn");
				peer.close();
			}
			first.sendsText("still here");
			assertThat(first.receivesText()).isEqualTo("still here");
		}
		finally {
			for (Peer peer : peers) {
				peer.close();
			}
		}
	}

}
