/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains why the server cannot speak TLS.
 */
final class InvalidSslFailureAnalyzer extends AbstractFailureAnalyzer<InvalidSslException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidSslException cause) {
		return new FailureAnalysis(cause.getMessage(), cause.action(), cause);
	}

}
