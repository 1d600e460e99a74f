/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.autoconfigure;

import java.util.Locale;

import dev.wsboot.server.WsServerStartException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains why the server cannot listen on its port.
 */
final class WsServerStartFailureAnalyzer extends AbstractFailureAnalyzer<WsServerStartException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, WsServerStartException cause) {
		if (cause.otherProperty() != null) {
			return new FailureAnalysis(
					"The WebSocket server failed to start. Port " + cause.port()
							+ " was already in use by another server of this application, which has it from '"
							+ cause.otherProperty() + "'.",
					"The WebSocket server has a port of its own. Set 'ws.port' to another one than '"
							+ cause.otherProperty() + "' (the default is 8090, and 0 takes a free one).",
					cause);
		}
		if (isInUse(cause.getCause())) {
			return new FailureAnalysis(
					"The WebSocket server failed to start. Port " + cause.port() + " was already in use.",
					"Identify and stop the process that's listening on port " + cause.port()
							+ ", or set 'ws.port' to another one (0 takes a free one).",
					cause);
		}
		return new FailureAnalysis(cause.getMessage() + ".",
				"Set 'ws.port' and 'ws.address' to a port and an address that this machine lets the application use.",
				cause);
	}

	private static boolean isInUse(@Nullable Throwable cause) {
		String message = (cause != null) ? cause.getMessage() : null;
		return message != null && message.toLowerCase(Locale.ROOT).contains("in use");
	}

}
