/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.argument;

import java.net.InetAddress;
import java.net.SocketAddress;
import java.security.Principal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.wsboot.endpoint.StreamingMessage;
import dev.wsboot.endpoint.WsHandshake;
import dev.wsboot.endpoint.WsInvocation;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.internal.model.Location;
import dev.wsboot.jsonrpc.JsonRpcSession;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.env.PropertyResolver;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMessage;

/**
 * Types and annotations of parameters that identify the client, or are a part of the
 * server. Such values are never read from a message, since the client could forge them.
 */
final class TrustedTypes {

	private static final List<Class<?>> TYPES = List.of(Principal.class, SocketAddress.class, InetAddress.class,
			HttpHeaders.class, HttpMessage.class, JsonRpcSession.class, WsHandshake.class, WsInvocation.class,
			StreamingMessage.class, BeanFactory.class, ApplicationEventPublisher.class, PropertyResolver.class);

	/** Packages of libraries that may be absent, and of the engine. */
	private static final List<String> PACKAGES = List.of("dev.wsboot.engine.", "org.springframework.security.",
			"org.springframework.web.context.", "org.springframework.http.server.", "org.springframework.web.server.",
			"org.springframework.web.socket.", "jakarta.servlet.", "jakarta.websocket.", "javax.security.",
			"java.security.", "javax.net.");

	/** Annotations that specify another source than the message. */
	private static final Set<String> ANNOTATIONS = Set.of(
			"org.springframework.security.core.annotation.AuthenticationPrincipal",
			"org.springframework.security.core.annotation.CurrentSecurityContext",
			"org.springframework.security.oauth2.client.annotation.RegisteredOAuth2AuthorizedClient",
			"org.springframework.web.bind.annotation.RequestAttribute",
			"org.springframework.web.bind.annotation.MatrixVariable",
			"org.springframework.messaging.handler.annotation.Header",
			"org.springframework.messaging.handler.annotation.Headers",
			"org.springframework.messaging.handler.annotation.DestinationVariable",
			"org.springframework.beans.factory.annotation.Autowired",
			"org.springframework.beans.factory.annotation.Qualifier",
			"org.springframework.beans.factory.annotation.Value", "jakarta.inject.Inject");

	private TrustedTypes() {
	}

	/**
	 * Fails the start if a parameter that is read from a message has such a type, alone
	 * or as a part of its generic type, or such an annotation.
	 * @param location the location of the parameter
	 * @param parameter the parameter
	 */
	static void check(Location location, MethodParameter parameter) {
		for (String annotation : ANNOTATIONS) {
			if (MergedAnnotations.from(parameter.getParameterAnnotations()).isPresent(annotation)) {
				throw location.mistake(
						"is annotated with @" + annotation.substring(annotation.lastIndexOf('.') + 1)
								+ ", but would be read from the client's messages",
						"Fill it by a WsArgumentResolver, or remove the annotation if it is a part of the message");
			}
		}
		Class<?> type = find(ResolvableType.forMethodParameter(parameter), new HashSet<>());
		if (type != null) {
			throw location.mistake(
					"would be read from the client's messages, but a " + type.getSimpleName()
							+ " is never taken from a client, who could forge it",
					"Take what messages hold as a type of its own, or fill the parameter by a WsArgumentResolver");
		}
	}

	private static @Nullable Class<?> find(ResolvableType type, Set<ResolvableType> seen) {
		if (!seen.add(type)) {
			return null;
		}
		if (type.isArray()) {
			return find(type.getComponentType(), seen);
		}
		Class<?> raw = type.resolve();
		if (raw != null && isTrusted(raw)) {
			return raw;
		}
		for (ResolvableType generic : type.getGenerics()) {
			Class<?> found = find(generic, seen);
			if (found != null) {
				return found;
			}
		}
		return null;
	}

	/**
	 * Returns true if a type identifies the client, or is a part of the server.
	 * @param type the type
	 * @return whether its values never come from a client
	 */
	static boolean isTrusted(Class<?> type) {
		if (type == WsMessage.class) {
			return false;
		}
		for (Class<?> trusted : TYPES) {
			if (trusted.isAssignableFrom(type)) {
				return true;
			}
		}
		return isOfTrustedPackage(type);
	}

	/** Also subtypes of the application's own, such as of UserDetails. */
	private static boolean isOfTrustedPackage(@Nullable Class<?> type) {
		if (type == null || type == Object.class) {
			return false;
		}
		if (PACKAGES.stream().anyMatch(type.getName()::startsWith)) {
			return true;
		}
		for (Class<?> parent : type.getInterfaces()) {
			if (isOfTrustedPackage(parent)) {
				return true;
			}
		}
		return isOfTrustedPackage(type.getSuperclass());
	}

}
