/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.handshake;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.wsboot.engine.HandshakeRequest;
import dev.wsboot.engine.Headers;

/**
 * The parts of a handshake that parameters can be bound to.
 */
public enum HandshakeSource {

	PATH_VARIABLE("Path variable") {
		@Override
		public List<String> values(HandshakeRequest request, Map<String, String> pathVariables, String name) {
			String value = pathVariables.get(name);
			return (value != null) ? List.of(value) : List.of();
		}

		@Override
		public Map<String, List<String>> all(HandshakeRequest request, Map<String, String> pathVariables) {
			Map<String, List<String>> all = new LinkedHashMap<>();
			pathVariables.forEach((name, value) -> all.put(name, List.of(value)));
			return all;
		}
	},

	REQUEST_PARAM("Request parameter") {
		@Override
		public List<String> values(HandshakeRequest request, Map<String, String> pathVariables, String name) {
			return request.queryParameters().getOrDefault(name, List.of());
		}

		@Override
		public Map<String, List<String>> all(HandshakeRequest request, Map<String, String> pathVariables) {
			return request.queryParameters();
		}
	},

	REQUEST_HEADER("Request header") {
		@Override
		public List<String> values(HandshakeRequest request, Map<String, String> pathVariables, String name) {
			return request.headers().all(name);
		}

		@Override
		public Map<String, List<String>> all(HandshakeRequest request, Map<String, String> pathVariables) {
			Headers headers = request.headers();
			Map<String, List<String>> all = new LinkedHashMap<>();
			for (String name : headers.names()) {
				all.put(name, headers.all(name));
			}
			return all;
		}
	},

	COOKIE("Cookie") {
		@Override
		public List<String> values(HandshakeRequest request, Map<String, String> pathVariables, String name) {
			// clients send the cookie with the most specific path first (RFC 6265 5.4)
			return Cookies.of(request.headers()).getOrDefault(name, List.of()).stream().limit(1).toList();
		}

		@Override
		public Map<String, List<String>> all(HandshakeRequest request, Map<String, String> pathVariables) {
			return Cookies.of(request.headers());
		}
	};

	private final String text;

	HandshakeSource(String text) {
		this.text = text;
	}

	abstract List<String> values(HandshakeRequest request, Map<String, String> pathVariables, String name);

	abstract Map<String, List<String>> all(HandshakeRequest request, Map<String, String> pathVariables);

	@Override
	public String toString() {
		return this.text;
	}

}
