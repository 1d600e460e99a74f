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

/**
 * Sends the return value of a handler method of a {@link WsEndpoint} to all open sessions
 * of the endpoint, or to all sessions of a group
 * ({@link dev.wsboot.engine.WsSession#join}), instead of to the calling session only. The
 * value is encoded once. A slow receiver does not delay the others; its overflow policy
 * applies.
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface Broadcast {

	/**
	 * The group of sessions to send to, such as {@code room-{room}}. Variables of the
	 * endpoint's path are replaced with the values of the calling session. By default,
	 * the value is sent to all sessions of the endpoint.
	 * @return the group's name
	 */
	String to() default "";

}
