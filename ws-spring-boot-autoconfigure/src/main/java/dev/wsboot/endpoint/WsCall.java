/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.endpoint;

import java.lang.annotation.Annotation;

import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.WsSession;
import org.jspecify.annotations.Nullable;

/**
 * A call of a handler method: its session, and the event for which the method is called.
 * Valid during the call, on its thread.
 */
public interface WsCall {

	/**
	 * Returns the session; its {@link WsSession#endpoint()} is the endpoint's path.
	 * @return the session
	 */
	WsSession session();

	/**
	 * Returns the annotation for which the method is called.
	 * @return the type of the annotation, such as {@link dev.wsboot.annotation.OnMessage}
	 */
	Class<? extends Annotation> kind();

	/**
	 * Returns the message that is handled, or that caused the handled error.
	 * @return the message; {@code null} if the call is not about a message
	 */
	@Nullable WsMessage message();

	/**
	 * Returns the error that is handled.
	 * @return the error that an {@link dev.wsboot.annotation.OnError} method is called
	 * for; {@code null} for other methods
	 */
	@Nullable Throwable error();

}
