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

import org.springframework.aot.hint.annotation.Reflective;

/**
 * Marks the method of a {@link WsEndpoint} that is called for each pong, both for replies
 * to {@link dev.wsboot.engine.WsSession#ping} and for unsolicited pongs (RFC 6455 5.5.3),
 * but not for replies to the server's keep-alive pings. A {@link java.nio.ByteBuffer} or
 * {@code byte[]} parameter receives the payload. The round-trip time is returned by
 * {@link dev.wsboot.engine.WsSession#roundTripTime}. The return value is sent as a
 * message.
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective(HandlerReflectiveProcessor.class)
public @interface OnPong {

}
