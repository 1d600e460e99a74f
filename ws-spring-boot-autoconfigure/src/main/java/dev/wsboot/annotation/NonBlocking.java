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
 * Declares that a handler method of a {@link WsEndpoint} never blocks, so that it runs on
 * the event loop, or on the thread of a blocking method of the same session that was
 * running when the message arrived. A method that blocks nevertheless delays all sessions
 * of its event loop. For texts of more than 16 KB that are parsed, such as JSON, the
 * method is called on a thread that may block.
 * <p>
 * In such a method, a {@link java.nio.ByteBuffer} parameter for the message is valid
 * during the call only, since it is a buffer of the engine that was not copied. The
 * buffer may be returned as the reply.
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface NonBlocking {

}
