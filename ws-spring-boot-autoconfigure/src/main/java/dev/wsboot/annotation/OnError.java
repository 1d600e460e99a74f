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
 * Marks a method of a {@link WsEndpoint} or a {@link WsAdvice} that is called when a
 * handler method throws or a message cannot be read. The method is called for errors of
 * the types in {@link #value}; without these, of the type of its {@link Throwable}
 * parameter; without both, for all errors. Of several methods, the one with the closest
 * type is called. If no method matches the error itself, one that matches its cause is
 * called. Methods of the endpoint take precedence over methods of advice.
 * <p>
 * A {@link Throwable} parameter receives the error, and a
 * {@link dev.wsboot.engine.WsMessage} parameter the message that was being handled, or
 * {@code null}. After the method has returned, the session stays open, and the return
 * value is sent as a reply. Errors without such a method, and errors thrown by the method
 * itself, are treated according to {@code ws.error.policy}.
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective(HandlerReflectiveProcessor.class)
public @interface OnError {

	/**
	 * The types of errors that the method is called for. By default, the type of the
	 * {@link Throwable} parameter.
	 * @return the types
	 */
	Class<? extends Throwable>[] value() default {};

}
