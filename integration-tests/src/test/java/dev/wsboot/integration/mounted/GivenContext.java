/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.integration.mounted;

import java.security.SecureRandom;
import java.security.cert.X509Certificate;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.TrustManager;

import dev.wsboot.engine.options.TlsOptions;
import org.apache.tomcat.util.net.SSLContext;

/**
 * The TLS context of a test, as Tomcat asks for it.
 */
final class GivenContext implements SSLContext {

	private final javax.net.ssl.SSLContext context;

	GivenContext(TlsOptions options) {
		this.context = options.context();
	}

	@Override
	public void init(KeyManager[] keys, TrustManager[] trust, SecureRandom random) {
		// it is complete
	}

	@Override
	public void destroy() {
		// others may use it
	}

	@Override
	public SSLSessionContext getServerSessionContext() {
		return this.context.getServerSessionContext();
	}

	@Override
	public SSLEngine createSSLEngine() {
		return this.context.createSSLEngine();
	}

	@Override
	public SSLServerSocketFactory getServerSocketFactory() {
		return this.context.getServerSocketFactory();
	}

	@Override
	public SSLParameters getSupportedSSLParameters() {
		return this.context.getSupportedSSLParameters();
	}

	@Override
	public X509Certificate[] getCertificateChain(String alias) {
		return new X509Certificate[0];
	}

	@Override
	public X509Certificate[] getAcceptedIssuers() {
		return new X509Certificate[0];
	}

}
