/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.autoconfigure;

import dev.wsboot.server.WsMountException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains why handshakes cannot come in through the web server.
 */
final class WsMountFailureAnalyzer extends AbstractFailureAnalyzer<WsMountException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, WsMountException cause) {
		return new FailureAnalysis(cause.getMessage(), cause.action(), cause);
	}

}
