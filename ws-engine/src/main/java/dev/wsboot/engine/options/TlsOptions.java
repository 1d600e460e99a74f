/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.options;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import javax.net.ssl.SSLContext;

import org.jspecify.annotations.Nullable;

/**
 * The options of TLS handshakes: TLS 1.2 (RFC 5246) and TLS 1.3 (RFC 8446). An immutable
 * value; other certificates need another instance.
 *
 * @param context the server's key and the certificates that it trusts
 * @param protocols the accepted versions, of {@code TLSv1.3} and {@code TLSv1.2}; an
 * empty list means both
 * @param ciphers the accepted cipher suites in order of preference; an empty list means
 * the default of the JDK
 * @param clientAuth {@link ClientAuth#NEED} if clients must send a certificate
 * @param serverNames the options for clients that ask for one of these names (RFC 6066
 * 3), in lower case; {@code *.example.com} stands for all names with one label in place
 * of the star. The server names of these options are ignored
 */
public record TlsOptions(SSLContext context, List<String> protocols, List<String> ciphers, ClientAuth clientAuth,
		Map<String, TlsOptions> serverNames) {

	private static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

	/**
	 * Creates options.
	 * @throws InvalidOptionException if a protocol is neither {@code TLSv1.3} nor
	 * {@code TLSv1.2}
	 */
	public TlsOptions {
		Objects.requireNonNull(context, "'context' must not be null");
		Objects.requireNonNull(clientAuth, "'clientAuth' must not be null");
		protocols = protocols.isEmpty() ? PROTOCOLS : List.copyOf(protocols);
		ciphers = List.copyOf(ciphers);
		serverNames = Map.copyOf(serverNames);
		if (!PROTOCOLS.containsAll(protocols)) {
			// RFC 8996: older ones must not be used
			throw new InvalidOptionException("ssl.protocols", protocols, "must be some of " + PROTOCOLS);
		}
	}

	/**
	 * Returns options without a client's certificate, with all protocols and the JDK's
	 * cipher suites.
	 * @param context the context with the server's key
	 * @return the options
	 */
	public static TlsOptions of(SSLContext context) {
		return new TlsOptions(context, List.of(), List.of(), ClientAuth.NONE, Map.of());
	}

	/**
	 * Sets whether clients must send a certificate.
	 * @param value the new value; the default is {@link ClientAuth#NONE}
	 * @return new options
	 */
	public TlsOptions clientAuth(ClientAuth value) {
		return new TlsOptions(this.context, this.protocols, this.ciphers, value, this.serverNames);
	}

	/**
	 * Sets the accepted versions of TLS.
	 * @param values the new values; the default is both, as it is for none
	 * @return new options
	 * @throws InvalidOptionException if one is neither {@code TLSv1.3} nor
	 * {@code TLSv1.2}
	 */
	public TlsOptions protocols(String... values) {
		return new TlsOptions(this.context, List.of(values), this.ciphers, this.clientAuth, this.serverNames);
	}

	/**
	 * Sets the accepted cipher suites.
	 * @param values the JDK's names in order of preference; the default is that of the
	 * JDK, as it is for none
	 * @return new options
	 */
	public TlsOptions ciphers(String... values) {
		return new TlsOptions(this.context, this.protocols, List.of(values), this.clientAuth, this.serverNames);
	}

	/**
	 * Adds other options for clients that ask for a name (RFC 6066 3).
	 * @param name the name, or {@code *.} and a domain
	 * @param options the options for these clients
	 * @return new options
	 */
	public TlsOptions serverName(String name, TlsOptions options) {
		Map<String, TlsOptions> names = new HashMap<>(this.serverNames);
		names.put(name.toLowerCase(Locale.ROOT), options);
		return new TlsOptions(this.context, this.protocols, this.ciphers, this.clientAuth, names);
	}

	/**
	 * Returns the options for a client.
	 * @param serverName the name that the client asks for, or {@code null}
	 * @return the options for the name, or these options
	 */
	public TlsOptions forServerName(@Nullable String serverName) {
		if (serverName == null || this.serverNames.isEmpty()) {
			return this;
		}
		String name = serverName.toLowerCase(Locale.ROOT);
		TlsOptions exact = this.serverNames.get(name);
		if (exact != null) {
			return exact;
		}
		int dot = name.indexOf('.');
		TlsOptions wild = (dot > 0) ? this.serverNames.get("*" + name.substring(dot)) : null;
		return (wild != null) ? wild : this;
	}

}
