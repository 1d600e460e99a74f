/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.session;

import java.lang.reflect.AnnotatedElement;
import java.util.List;
import java.util.Map;

import dev.wsboot.endpoint.InvalidEndpointException;
import dev.wsboot.internal.model.Location;
import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.util.ClassUtils;

/**
 * The annotations of method security that are asked before a call. They are known by
 * name, as Spring Security may be absent.
 */
final class MethodSecurityAnnotations {

	private static final String JSR_250 = "@EnableMethodSecurity(jsr250Enabled = true)";

	/** The setting that switches each annotation on. */
	private static final Map<String, String> SWITCHES = Map.of(
			"org.springframework.security.access.prepost.PreAuthorize", "@EnableMethodSecurity",
			"org.springframework.security.access.annotation.Secured", "@EnableMethodSecurity(securedEnabled = true)",
			"jakarta.annotation.security.RolesAllowed", JSR_250, "jakarta.annotation.security.PermitAll", JSR_250,
			"jakarta.annotation.security.DenyAll", JSR_250);

	private MethodSecurityAnnotations() {
	}

	/**
	 * Returns the annotation of a class or a method, also where another annotation is
	 * annotated with it.
	 * @param element the class or the method
	 * @return the name of the annotation's type, or {@code null}
	 */
	static @Nullable String find(AnnotatedElement element) {
		return findAll(element).stream().findFirst().orElse(null);
	}

	/**
	 * Returns all such annotations of a class or a method.
	 * @param element the class or the method
	 * @return the names of their types
	 */
	static List<String> findAll(AnnotatedElement element) {
		MergedAnnotations annotations = MergedAnnotations.from(element, SearchStrategy.TYPE_HIERARCHY);
		return SWITCHES.keySet().stream().filter(annotations::isPresent).toList();
	}

	/**
	 * Makes the sentences for an annotation that has no effect.
	 * @param location the place of the annotation
	 * @param annotation the name of its type
	 * @return the mistake
	 */
	static InvalidEndpointException notAsked(Location location, String annotation) {
		return location.mistake(
				"is annotated with @" + ClassUtils.getShortName(annotation)
						+ ", but nothing asks for it, as method security is not enabled",
				"Add " + SWITCHES.get(annotation) + " to a configuration, or remove the annotation");
	}

}
