/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.autoconfigure;

import java.security.KeyStore;
import java.security.KeyStoreException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

import dev.wsboot.autoconfigure.properties.WsSslProperties;
import dev.wsboot.engine.options.ClientAuth;
import dev.wsboot.engine.options.InvalidOptionException;
import dev.wsboot.engine.options.TlsOptions;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.core.NestedExceptionUtils;

/**
 * The current TLS options according to the {@code ws.ssl} properties and their bundles.
 * When a bundle is updated, new connections get the updated certificate; an unusable
 * update is logged, and changes nothing. Safe to use from any thread.
 */
final class WsSsl implements Supplier<TlsOptions> {

	private static final Log logger = LogFactory.getLog(WsSsl.class);

	private final WsSslProperties properties;

	private final SslBundles bundles;

	private volatile TlsOptions current;

	private WsSsl(WsSslProperties properties, SslBundles bundles) {
		this.properties = properties;
		this.bundles = bundles;
		this.current = options();
		names().forEach((name) -> bundles.addBundleUpdateHandler(name, (updated) -> update(name)));
	}

	/**
	 * Makes the options.
	 * @param properties name the bundles
	 * @param bundles the application's bundles, or {@code null} if it has none
	 * @return the options, or {@code null} for no TLS
	 * @throws InvalidSslException if a bundle does not exist, or cannot be used
	 */
	static @Nullable WsSsl of(WsSslProperties properties, @Nullable SslBundles bundles) {
		if (Boolean.FALSE.equals(properties.getEnabled())) {
			return null;
		}
		if (properties.getBundle() == null) {
			if (!needsBundle(properties)) {
				return null;
			}
			throw new InvalidSslException("'ws.ssl.bundle' is missing, but other properties of 'ws.ssl' are set.",
					"Set 'ws.ssl.bundle' to the name of an SSL bundle, or 'ws.ssl.enabled' to false.", null);
		}
		if (bundles == null) {
			throw new InvalidSslException("'ws.ssl.bundle' is set, but there are no SSL bundles.",
					"Do not exclude SslAutoConfiguration, or define a bean of type SslBundles.", null);
		}
		return new WsSsl(properties, bundles);
	}

	private static boolean needsBundle(WsSslProperties properties) {
		return Boolean.TRUE.equals(properties.getEnabled()) || properties.getClientAuth() != ClientAuth.NONE
				|| !properties.getServerNameBundles().isEmpty();
	}

	@Override
	public TlsOptions get() {
		return this.current;
	}

	private Set<String> names() {
		Set<String> names = new LinkedHashSet<>();
		names.add(String.valueOf(this.properties.getBundle()));
		this.properties.getServerNameBundles().forEach((each) -> names.add(each.bundle()));
		return names;
	}

	/** Handles updates one at a time, so that the last one sees all updated bundles. */
	private synchronized void update(String name) {
		try {
			this.current = options();
			logger
				.info("WebSocket connections get the certificate of the updated SSL bundle '" + name + "' from now on");
		}
		catch (RuntimeException ex) {
			logger.error("The updated SSL bundle '" + name
					+ "' cannot be used, so WebSocket connections still get the certificate from before", ex);
		}
	}

	private TlsOptions options() {
		TlsOptions options = options("ws.ssl.bundle", String.valueOf(this.properties.getBundle()));
		List<WsSslProperties.ServerNameBundle> serverNames = this.properties.getServerNameBundles();
		for (int i = 0; i < serverNames.size(); i++) {
			WsSslProperties.ServerNameBundle each = serverNames.get(i);
			options = options.serverName(each.serverName(),
					options("ws.ssl.server-name-bundles[" + i + "].bundle", each.bundle()));
		}
		return options;
	}

	private TlsOptions options(String property, String name) {
		SslBundle bundle = bundle(property, name);
		try {
			if (!hasKey(bundle.getStores().getKeyStore())) {
				throw new IllegalStateException("it has no private key");
			}
			SSLContext context = bundle.createSslContext();
			SslOptions options = bundle.getOptions();
			TlsOptions tls = TlsOptions.of(context)
				.clientAuth(this.properties.getClientAuth())
				.protocols(orNone(options.getEnabledProtocols()))
				.ciphers(orNone(options.getCiphers()));
			checkCiphers(tls);
			return tls;
		}
		catch (InvalidOptionException ex) {
			throw unusable(property, name, "it enables the protocols " + ex.value() + ", which " + ex.rule(), ex);
		}
		catch (KeyStoreException | RuntimeException ex) {
			throw unusable(property, name, String.valueOf(NestedExceptionUtils.getMostSpecificCause(ex).getMessage()),
					ex);
		}
	}

	private SslBundle bundle(String property, String name) {
		try {
			return this.bundles.getBundle(name);
		}
		catch (NoSuchSslBundleException ex) {
			List<String> existing = this.bundles.getBundleNames().stream().sorted().toList();
			throw new InvalidSslException(
					"'" + property + "' names the SSL bundle '" + name + "', which does not exist.",
					"Define it below 'spring.ssl.bundle.pem." + name + "' or 'spring.ssl.bundle.jks." + name
							+ "', or set '" + property + "' to one that exists"
							+ (existing.isEmpty() ? " (there is none at present)." : ": " + existing + "."),
					ex);
		}
		catch (RuntimeException ex) {
			throw unusable(property, name, String.valueOf(NestedExceptionUtils.getMostSpecificCause(ex).getMessage()),
					ex);
		}
	}

	private static InvalidSslException unusable(String property, String name, String why, Throwable cause) {
		return new InvalidSslException(
				"'" + property + "' names the SSL bundle '" + name + "', which cannot be used: " + why,
				"Correct the properties of the bundle '" + name + "' and the files that they name.", cause);
	}

	private static boolean hasKey(@Nullable KeyStore store) throws KeyStoreException {
		if (store != null) {
			for (String alias : Collections.list(store.aliases())) {
				if (store.isKeyEntry(alias)) {
					return true;
				}
			}
		}
		return false;
	}

	private static void checkCiphers(TlsOptions options) {
		List<String> unknown = new ArrayList<>(options.ciphers());
		unknown.removeAll(Arrays.asList(options.context().getSupportedSSLParameters().getCipherSuites()));
		if (!unknown.isEmpty()) {
			throw new IllegalStateException("it names cipher suites that this JDK does not have: " + unknown);
		}
	}

	private static String[] orNone(String @Nullable [] values) {
		return (values != null) ? values : new String[0];
	}

}
