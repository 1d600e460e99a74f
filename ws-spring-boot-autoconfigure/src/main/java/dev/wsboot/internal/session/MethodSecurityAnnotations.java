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
 * The annotations of method security that are checked before a call. Annotations are
 * found by name, since Spring Security may be absent. Stateless.
 */
final class MethodSecurityAnnotations {

	private static final String JSR_250 = "@EnableMethodSecurity(jsr250Enabled = true)";

	/** The setting that enables each annotation, by the name of the annotation's type. */
	private static final Map<String, String> SWITCHES = Map.of(
			"org.springframework.security.access.prepost.PreAuthorize", "@EnableMethodSecurity",
			"org.springframework.security.access.annotation.Secured", "@EnableMethodSecurity(securedEnabled = true)",
			"jakarta.annotation.security.RolesAllowed", JSR_250, "jakarta.annotation.security.PermitAll", JSR_250,
			"jakarta.annotation.security.DenyAll", JSR_250);

	private MethodSecurityAnnotations() {
	}

	/**
	 * Returns the annotation of a class or a method, including meta-annotations.
	 * @param element the class or the method
	 * @return the name of the annotation's type, or {@code null}
	 */
	static @Nullable String find(AnnotatedElement element) {
		return findAll(element).stream().findFirst().orElse(null);
	}

	/**
	 * Returns all annotations of method security of a class or a method, including
	 * meta-annotations.
	 * @param element the class or the method
	 * @return the names of their types
	 */
	static List<String> findAll(AnnotatedElement element) {
		MergedAnnotations annotations = MergedAnnotations.from(element, SearchStrategy.TYPE_HIERARCHY);
		return SWITCHES.keySet().stream().filter(annotations::isPresent).toList();
	}

	/**
	 * Creates the exception for an annotation without effect.
	 * @param location the location of the annotation
	 * @param annotation the name of the annotation's type
	 * @return the mistake
	 */
	static InvalidEndpointException notChecked(Location location, String annotation) {
		return location.mistake(
				"is annotated with @" + ClassUtils.getShortName(annotation)
						+ ", which has no effect, since method security is not enabled",
				"Add " + SWITCHES.get(annotation) + " to a configuration, or remove the annotation");
	}

}
