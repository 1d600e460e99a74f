package dev.wsboot.sample;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.UUID;

import org.springframework.boot.autoconfigure.ssl.SslBundleRegistrar;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.util.FileSystemUtils;

/**
 * The SSL bundle {@code self-signed}: a new key and certificate at each start, made by
 * the JDK's {@code keytool} and kept in memory. Browsers show a warning before they trust
 * such a certificate. A real application configures its own bundle by
 * {@code spring.ssl.bundle} instead.
 */
@Configuration(proxyBeanMethods = false)
@Profile("tls")
class SelfSignedCertificate {

	@Bean
	SslBundleRegistrar selfSigned() {
		return (registry) -> {
			String password = UUID.randomUUID().toString();
			registry.registerBundle("self-signed", SslBundle.of(SslStoreBundle.of(make(password), password, null)));
		};
	}

	private static KeyStore make(String password) {
		try {
			Path folder = Files.createTempDirectory("sample-certificate");
			try {
				Path file = folder.resolve("store.p12");
				keytool("-genkeypair", "-alias", "sample", "-keyalg", "EC", "-groupname", "secp256r1", "-dname",
						"CN=localhost", "-ext", "san=dns:localhost,ip:127.0.0.1", "-validity", "30", "-storetype",
						"PKCS12", "-storepass", password, "-keystore", file.toString());
				KeyStore store = KeyStore.getInstance("PKCS12");
				try (InputStream in = Files.newInputStream(file)) {
					store.load(in, password.toCharArray());
				}
				return store;
			}
			finally {
				FileSystemUtils.deleteRecursively(folder);
			}
		}
		catch (IOException | GeneralSecurityException ex) {
			throw new IllegalStateException("The sample could not create a certificate", ex);
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
