/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.stereotype.Component;

/**
 * Declares a bean whose {@link OnError} methods handle errors for all endpoints that have
 * no method for an error. Several such beans are consulted in their order
 * ({@link org.springframework.core.annotation.Order @Order}); the first bean with a
 * method for the error or its cause is called. Methods are called concurrently for many
 * sessions.
 *
 * <pre class="code">
 * &#064;WsAdvice
 * class Rejections {
 *
 *     &#064;OnError
 *     Rejection onDenied(AccessDeniedException error) {
 *         return new Rejection("denied");
 *     }
 *
 * }</pre>
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Component
public @interface WsAdvice {

	/**
	 * The types to which endpoints must be assignable for the advice to apply. By
	 * default, the advice applies to all endpoints.
	 * @return the types
	 */
	Class<?>[] assignableTypes() default {};

}
