/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.sample;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;

import dev.wsboot.sample.UploadEndpoint.Receipt;
import dev.wsboot.test.WsTestClient;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One message that is larger than the heap, to the sample in a process of its own with
 * little memory.
 */
@Tag("process")
class UploadEndpointTest {

	private static final int BINARY = 2;

	private static final int CONTINUATION = 0;

	private static final int PARTS = 4 * 1024;

	private final byte[] part = new byte[64 * 1024];

	@Test
	void aMessageOf256MegabytesGoesThroughAHeapOf64() throws IOException, NoSuchAlgorithmException {
		new Random(1).nextBytes(this.part);
		try (SampleProcess sample = SampleProcess.start("-Xmx64m"); WsTestClient client = sample.connect("/upload")) {
			MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
			for (int i = 0; i < PARTS; i++) {
				client.sendFrame(i == PARTS - 1, (i == 0) ? BINARY : CONTINUATION, this.part);
				sha256.update(this.part);
			}
			assertThat(client.expectJson(Receipt.class))
				.isEqualTo(new Receipt(1L << 28, HexFormat.of().formatHex(sha256.digest())));
		}
	}

}
