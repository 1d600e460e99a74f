/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.session;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.wsboot.engine.options.SessionOptions;
import dev.wsboot.internal.model.PathTemplate;
import dev.wsboot.internal.model.RequestPath;
import org.jspecify.annotations.Nullable;

import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPattern.PathMatchInfo;

/**
 * Finds the endpoint for a path, the most specific one if several match. Immutable.
 */
public final class EndpointRouter {

	private final List<Endpoint> endpoints;

	public EndpointRouter(List<Endpoint> endpoints) {
		checkPathsDiffer(endpoints);
		this.endpoints = endpoints.stream()
			.sorted(Comparator.comparing(Endpoint::pattern, PathPattern.SPECIFICITY_COMPARATOR)
				.thenComparing(Endpoint::path))
			.toList();
	}

	private static void checkPathsDiffer(List<Endpoint> endpoints) {
		Map<String, Endpoint> shapes = new HashMap<>();
		for (Endpoint endpoint : endpoints) {
			Endpoint other = shapes.put(PathTemplate.of(endpoint.path()).shape(), endpoint);
			if (other != null) {
				throw endpoint.bean()
					.location()
					.mistake(
							"serves the path '" + endpoint.path() + "', but so does " + other.bean().location()
									+ (endpoint.path().equals(other.path()) ? "" : " as '" + other.path() + "'"),
							"Change one of the two paths");
			}
		}
	}

	/**
	 * Returns the declared paths, most specific first.
	 * @return the paths
	 */
	public List<String> paths() {
		return this.endpoints.stream().map(Endpoint::path).toList();
	}

	/**
	 * Returns the endpoint that declares a path.
	 * @param path the declared path
	 * @return the endpoint, or {@code null}
	 */
	public @Nullable Endpoint declaring(String path) {
		for (Endpoint endpoint : this.endpoints) {
			if (endpoint.path().equals(path)) {
				return endpoint;
			}
		}
		return null;
	}

	/**
	 * Returns the paths of the endpoints of a type, most specific first.
	 * @param type the class of endpoint beans, or a supertype
	 * @return the paths
	 */
	public List<String> paths(Class<?> type) {
		return this.endpoints.stream()
			.filter((endpoint) -> type.isAssignableFrom(endpoint.bean().type()))
			.map(Endpoint::path)
			.toList();
	}

	/**
	 * Returns the options of the sessions of each endpoint.
	 * @param server the options of the server's other sessions
	 * @return the options by the path of the endpoint
	 */
	public Map<String, SessionOptions> sessionOptions(SessionOptions server) {
		Map<String, SessionOptions> options = new HashMap<>();
		for (Endpoint endpoint : this.endpoints) {
			options.put(endpoint.path(), endpoint.options().session(server));
		}
		return options;
	}

	/**
	 * Returns the declared path of the endpoint that serves a path.
	 * @param rawPath a path as it was written, which need not be legal
	 * @return the declared path, or {@code null} if there is no endpoint
	 */
	public @Nullable String pathServing(String rawPath) {
		try {
			Match match = match(rawPath);
			return (match != null) ? match.endpoint().path() : null;
		}
		catch (IllegalArgumentException ex) {
			// a percent sign without two digits
			return null;
		}
	}

	/**
	 * Finds the endpoint for a path.
	 * @param rawPath the encoded path; the engine has checked that it can be decoded and
	 * contains no dot segments
	 * @return the endpoint and the path variables, or {@code null}
	 */
	@Nullable Match match(String rawPath) {
		PathContainer container = RequestPath.parse(rawPath);
		for (Endpoint endpoint : this.endpoints) {
			PathMatchInfo info = endpoint.pattern().matchAndExtract(container);
			if (info != null) {
				return new Match(endpoint, info.getUriVariables());
			}
		}
		return null;
	}

	/**
	 * An endpoint with the variables of the requested path.
	 *
	 * @param endpoint the endpoint
	 * @param pathVariables the variables, decoded once
	 */
	record Match(Endpoint endpoint, Map<String, String> pathVariables) {
	}

}
