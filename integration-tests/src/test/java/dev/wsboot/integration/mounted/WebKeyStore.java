/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.integration.mounted;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A key store with a certificate for localhost, made once by keytool.
 */
final class WebKeyStore {

	private static final String PASSWORD = "changeit";

	private static final Path FILE = make();

	private WebKeyStore() {
	}

	/** Returns the properties that have the web server use TLS. */
	static String[] serverSsl() {
		return new String[] { "server.ssl.key-store=" + FILE.toUri(), "server.ssl.key-store-password=" + PASSWORD,
				"server.ssl.key-store-type=PKCS12" };
	}

	private static Path make() {
		try {
			Path folder = Files.createTempDirectory("web-key-store");
			Path file = folder.resolve("web.p12");
			file.toFile().deleteOnExit();
			folder.toFile().deleteOnExit();
			Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
					"-genkeypair", "-alias", "key", "-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=web",
					"-ext", "san=dns:localhost,ip:127.0.0.1", "-validity", "30", "-storetype", "PKCS12", "-storepass",
					PASSWORD, "-keystore", file.toString())
				.redirectErrorStream(true)
				.start();
			String output = new String(process.getInputStream().readAllBytes());
			if (process.waitFor() != 0) {
				throw new IllegalStateException("No certificate: " + output);
			}
			// keytool has written another file to this name
			file.toFile().deleteOnExit();
			return file;
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
