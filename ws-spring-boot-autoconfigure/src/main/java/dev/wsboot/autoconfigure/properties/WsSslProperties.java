/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.autoconfigure.properties;

import java.util.ArrayList;
import java.util.List;

import dev.wsboot.engine.options.ClientAuth;
import org.jspecify.annotations.Nullable;

/**
 * TLS, which turns {@code ws://} into {@code wss://} ({@code ws.ssl}).
 */
public class WsSslProperties {

	/**
	 * Whether to use TLS. By default, if there is a bundle.
	 */
	private @Nullable Boolean enabled;

	/**
	 * Name of the SSL bundle with the key of the server. Its options determine the
	 * protocols, of TLSv1.3 and TLSv1.2, and the ciphers. Without a bundle, there is no
	 * TLS.
	 */
	private @Nullable String bundle;

	/**
	 * Whether clients have to present a certificate that the bundle trusts. Its subject
	 * is the Principal of their session.
	 */
	private ClientAuth clientAuth = ClientAuth.NONE;

	/**
	 * SSL bundles for clients that ask for certain names (SNI). Other clients get
	 * "bundle".
	 */
	private List<ServerNameBundle> serverNameBundles = new ArrayList<>();

	public @Nullable Boolean getEnabled() {
		return this.enabled;
	}

	public void setEnabled(@Nullable Boolean enabled) {
		this.enabled = enabled;
	}

	public @Nullable String getBundle() {
		return this.bundle;
	}

	public void setBundle(@Nullable String bundle) {
		this.bundle = bundle;
	}

	public ClientAuth getClientAuth() {
		return this.clientAuth;
	}

	public void setClientAuth(ClientAuth clientAuth) {
		this.clientAuth = clientAuth;
	}

	public List<ServerNameBundle> getServerNameBundles() {
		return this.serverNameBundles;
	}

	public void setServerNameBundles(List<ServerNameBundle> serverNameBundles) {
		this.serverNameBundles = serverNameBundles;
	}

	/**
	 * The SSL bundle of one server name.
	 *
	 * @param serverName name that clients ask for, such as "chat.example.com"; a first
	 * label "*" matches any label
	 * @param bundle name of the SSL bundle that these clients get
	 */
	public record ServerNameBundle(String serverName, String bundle) {

	}

}
