/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslStoreBundle;

/**
 * A key with a self-signed certificate, made by the JDK's own {@code keytool}.
 */
public final class TestKeyStore {

	static final String PASSWORD = "changeit";

	final Path file;

	private TestKeyStore(Path file) {
		this.file = file;
	}

	/**
	 * Makes a store.
	 * @param folder where to
	 * @param name the certificate's {@code CN}
	 */
	public static TestKeyStore of(Path folder, String name) {
		try {
			Path file = folder.resolve(name + ".p12");
			Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
					"-genkeypair", "-alias", "key", "-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=" + name,
					"-ext", "san=dns:localhost,ip:127.0.0.1", "-validity", "30", "-storetype", "PKCS12", "-storepass",
					PASSWORD, "-keystore", file.toString())
				.redirectErrorStream(true)
				.start();
			String output = new String(process.getInputStream().readAllBytes());
			if (process.waitFor() != 0) {
				throw new IllegalStateException("No certificate: " + output);
			}
			return new TestKeyStore(file);
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Returns the store's file. */
	public Path file() {
		return this.file;
	}

	/** The properties of a bundle that has this key, and trusts its holder. */
	public String[] bundle(String bundle) {
		String prefix = "spring.ssl.bundle.jks." + bundle + ".";
		return new String[] { prefix + "keystore.location=" + this.file.toUri(),
				prefix + "keystore.password=" + PASSWORD, prefix + "truststore.location=" + this.file.toUri(),
				prefix + "truststore.password=" + PASSWORD };
	}

	SslBundle bundle() {
		try (InputStream in = Files.newInputStream(this.file)) {
			KeyStore store = KeyStore.getInstance("PKCS12");
			store.load(in, PASSWORD.toCharArray());
			KeyStore trusted = KeyStore.getInstance("PKCS12");
			trusted.load(null, null);
			trusted.setCertificateEntry("trusted", store.getCertificate("key"));
			return SslBundle.of(SslStoreBundle.of(store, PASSWORD, trusted));
		}
		catch (IOException | GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
