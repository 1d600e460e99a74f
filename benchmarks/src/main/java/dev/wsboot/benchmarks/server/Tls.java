/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.benchmarks.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.UUID;

import javax.net.ssl.KeyManagerFactory;

/**
 * The TLS settings of all servers: one version, one cipher suite, and a certificate
 * created at startup. The environment variable {@code BENCH_TLS=true} enables TLS.
 */
final class Tls {

	static final String PROTOCOL = "TLSv1.3";

	static final String CIPHER = "TLS_AES_128_GCM_SHA256";

	/** Password of the key store, which is deleted from the disk after reading. */
	static final String PASSWORD = UUID.randomUUID().toString();

	private Tls() {
	}

	static boolean isOn() {
		return Boolean.parseBoolean(System.getenv("BENCH_TLS"));
	}

	/** The private key, for servers that do not accept a key store. */
	static KeyManagerFactory keys() {
		try {
			KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
			keys.init(store(), PASSWORD.toCharArray());
			return keys;
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Creates a self-signed certificate with the JDK's {@code keytool}. */
	static KeyStore store() {
		try {
			Path folder = Files.createTempDirectory("benchmarks-certificate");
			Path file = folder.resolve("store.p12");
			try {
				keytool("-genkeypair", "-alias", "key", "-keyalg", "EC", "-groupname", "secp256r1", "-dname",
						"CN=localhost", "-validity", "2", "-storetype", "PKCS12", "-storepass", PASSWORD, "-keystore",
						file.toString());
				KeyStore store = KeyStore.getInstance("PKCS12");
				try (InputStream in = Files.newInputStream(file)) {
					store.load(in, PASSWORD.toCharArray());
				}
				return store;
			}
			finally {
				Files.deleteIfExists(file);
				Files.delete(folder);
			}
		}
		catch (IOException | GeneralSecurityException ex) {
			throw new IllegalStateException("Could not create a certificate", ex);
		}
	}

	private static void keytool(String... arguments) throws IOException {
		String[] command = new String[arguments.length + 1];
		command[0] = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
		System.arraycopy(arguments, 0, command, 1, arguments.length);
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		try {
			if (process.waitFor() != 0) {
				throw new IllegalStateException("keytool failed: " + output);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("keytool was interrupted", ex);
		}
	}

}
