/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * Self-signed certificates for tests, made by the JDK's own {@code keytool} when they are
 * first asked for.
 */
public final class Certificates {

	private static final char[] PASSWORD = "changeit".toCharArray();

	private static final Map<String, KeyStore> STORES = new ConcurrentHashMap<>();

	private static final SSLContext TRUST_ALL = newTrustAll();

	private Certificates() {
	}

	/**
	 * A context with the key of one name, which trusts the holders of others.
	 * @param name the own certificate's {@code CN}
	 * @param trusted whose certificates are good
	 */
	static SSLContext of(String name, String... trusted) {
		try {
			KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
			keys.init(store(name), PASSWORD);
			return context(keys.getKeyManagers(), trusting(trusted));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** A client's context without a key that trusts the holders of these names only. */
	static SSLContext trust(String... trusted) {
		try {
			return context(null, trusting(trusted));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** A client's context that trusts everybody. */
	public static SSLContext trustAll() {
		return TRUST_ALL;
	}

	private static SSLContext newTrustAll() {
		X509TrustManager all = new X509TrustManager() {
			@Override
			public void checkClientTrusted(X509Certificate[] chain, String type) {
			}

			@Override
			public void checkServerTrusted(X509Certificate[] chain, String type) {
			}

			@Override
			public X509Certificate[] getAcceptedIssuers() {
				return new X509Certificate[0];
			}
		};
		try {
			return context(null, new TrustManager[] { all });
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static SSLContext context(KeyManager[] keys, TrustManager[] trust) throws GeneralSecurityException {
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(keys, trust, null);
		return context;
	}

	private static TrustManager[] trusting(String... names) throws GeneralSecurityException {
		try {
			KeyStore trusted = KeyStore.getInstance("PKCS12");
			trusted.load(null, null);
			for (String name : names) {
				trusted.setCertificateEntry(name, store(name).getCertificate("key"));
			}
			TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
			factory.init(trusted);
			return factory.getTrustManagers();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static KeyStore store(String name) {
		return STORES.computeIfAbsent(name, Certificates::make);
	}

	private static KeyStore make(String name) {
		try {
			Path folder = Files.createTempDirectory("ws-certificates");
			Path file = folder.resolve("store.p12");
			try {
				List<String> command = new ArrayList<>();
				command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
				command.addAll(Arrays.asList("-genkeypair", "-alias", "key", "-keyalg", "EC", "-groupname", "secp256r1",
						"-dname", "CN=" + name, "-ext", "san=dns:" + name + ",dns:localhost,ip:127.0.0.1", "-validity",
						"30", "-storetype", "PKCS12", "-storepass", new String(PASSWORD), "-keystore",
						file.toString()));
				Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
				String output = new String(process.getInputStream().readAllBytes());
				if (process.waitFor() != 0) {
					throw new IllegalStateException("No certificate: " + output);
				}
				KeyStore store = KeyStore.getInstance("PKCS12");
				try (InputStream in = Files.newInputStream(file)) {
					store.load(in, PASSWORD);
				}
				return store;
			}
			finally {
				Files.deleteIfExists(file);
				Files.delete(folder);
			}
		}
		catch (IOException | GeneralSecurityException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
