/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.sample;

import java.io.IOException;
import java.net.ServerSocket;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * The WebSocket server on the port of another server of the application.
 */
@ExtendWith(OutputCaptureExtension.class)
@Tag("slow")
class PortCollisionTest {

	@ParameterizedTest
	@ValueSource(strings = { "server.port", "management.server.port" })
	void webSocketHasPortOfItsOwn(String property, CapturedOutput output) throws IOException {
		int port = freePort();
		assertThatException().isThrownBy(
				() -> new SpringApplicationBuilder(SampleApplication.class)
					.run("--" + property + "=" + port, "--ws.port=" + port,
							property.equals("server.port") ? "" : "--server.port=0")
					.close());
		assertThat(output).contains("The WebSocket server failed to start. Port " + port
				+ " was already in use by another server of this application, which has it from '" + property + "'.")
			.contains("The WebSocket server has a port of its own.");
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

}
