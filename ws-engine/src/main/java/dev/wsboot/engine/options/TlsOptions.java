package dev.wsboot.engine.options;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import javax.net.ssl.SSLContext;

import org.jspecify.annotations.Nullable;

/**
 * What a TLS handshake of the server goes by: TLS 1.2 (RFC 5246) and TLS 1.3 (RFC 8446).
 * An immutable value; whoever wants other certificates makes another one.
 *
 * @param context has the server's key, and says whom to trust
 * @param protocols the versions that may be spoken, of {@code TLSv1.3} and
 * {@code TLSv1.2}; none means both
 * @param ciphers the cipher suites that may be used, in order of preference; none means
 * those that the JDK takes by default
 * @param clientAuth whether clients have to show a certificate
 * @param serverNames what to go by instead if the client asks for one of these names (RFC
 * 6066 3), in lower case; {@code *.example.com} stands for all names with one label in
 * place of the star. Their own server names do not count
 */
public record TlsOptions(SSLContext context, List<String> protocols, List<String> ciphers, ClientAuth clientAuth,
		Map<String, TlsOptions> serverNames) {

	private static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

	/**
	 * Creates options.
	 * @throws InvalidOptionException if a protocol is none of the two
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
	 * @param context has the server's key
	 * @return the options
	 */
	public static TlsOptions of(SSLContext context) {
		return new TlsOptions(context, List.of(), List.of(), ClientAuth.NONE, Map.of());
	}

	/**
	 * Says whether clients have to show a certificate.
	 * @param value the new value; the default is {@link ClientAuth#NONE}
	 * @return new options
	 */
	public TlsOptions clientAuth(ClientAuth value) {
		return new TlsOptions(this.context, this.protocols, this.ciphers, value, this.serverNames);
	}

	/**
	 * Sets the versions that may be spoken.
	 * @param values the new values; the default is both, as it is for none
	 * @return new options
	 * @throws InvalidOptionException if one is neither {@code TLSv1.3} nor
	 * {@code TLSv1.2}
	 */
	public TlsOptions protocols(String... values) {
		return new TlsOptions(this.context, List.of(values), this.ciphers, this.clientAuth, this.serverNames);
	}

	/**
	 * Sets the cipher suites that may be used.
	 * @param values the JDK's names, the best first; the default, as for none, is what
	 * the JDK takes
	 * @return new options
	 */
	public TlsOptions ciphers(String... values) {
		return new TlsOptions(this.context, this.protocols, List.of(values), this.clientAuth, this.serverNames);
	}

	/**
	 * Adds other options for clients that ask for a name (RFC 6066 3).
	 * @param name the name, or {@code *.} and a domain
	 * @param options what to go by
	 * @return new options
	 */
	public TlsOptions serverName(String name, TlsOptions options) {
		Map<String, TlsOptions> names = new HashMap<>(this.serverNames);
		names.put(name.toLowerCase(Locale.ROOT), options);
		return new TlsOptions(this.context, this.protocols, this.ciphers, this.clientAuth, names);
	}

	/**
	 * Returns what to go by for a client.
	 * @param serverName the name that it asks for, or {@code null}
	 * @return the name's own options, or these
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
