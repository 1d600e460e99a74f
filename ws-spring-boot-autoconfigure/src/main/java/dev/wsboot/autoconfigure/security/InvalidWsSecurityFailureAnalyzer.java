/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.autoconfigure.security;

import dev.wsboot.security.InvalidWsSecurityException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Reports a mistake in the security of endpoints with the way to fix it.
 */
final class InvalidWsSecurityFailureAnalyzer extends AbstractFailureAnalyzer<InvalidWsSecurityException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidWsSecurityException cause) {
		return new FailureAnalysis(cause.getMessage(), cause.action(), cause);
	}

}
