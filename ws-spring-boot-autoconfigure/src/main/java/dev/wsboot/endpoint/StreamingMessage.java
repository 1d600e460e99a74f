/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.endpoint;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;

import org.springframework.util.Assert;

/**
 * A message whose content is written after a handler method has returned it. The content
 * is sent in fragments (RFC 6455 5.4), so that the message occupies a few KiB of memory
 * regardless of its size. Created by {@link #text} or {@link #binary}.
 *
 * <pre class="code">
 * &#064;OnMessage
 * StreamingMessage onMessage(Export request) {
 *     return StreamingMessage.text((writer) -&gt; this.orders.writeCsv(request, writer));
 * }</pre>
 *
 * The content is written on the thread that has called the method, after the method has
 * returned. Writing blocks while the outbound queue is full, so
 * {@link dev.wsboot.annotation.NonBlocking} methods cannot return a streaming message. If
 * the session ends, writing fails with an {@link IOException}. If the content fails after
 * a part was sent, the message cannot be completed, so the session is closed with 1011.
 */
public sealed interface StreamingMessage {

	/**
	 * Creates a text message.
	 * @param content writes the content, without the need to close or flush the target
	 * @return the message
	 */
	static StreamingMessage text(Content<Writer> content) {
		return new Text(content);
	}

	/**
	 * Creates a binary message.
	 * @param content writes the content, without the need to close or flush the target
	 * @return the message
	 */
	static StreamingMessage binary(Content<OutputStream> content) {
		return new Binary(content);
	}

	/**
	 * A text message.
	 *
	 * @param content writes the text
	 */
	record Text(Content<Writer> content) implements StreamingMessage {

		public Text {
			Assert.notNull(content, "'content' must not be null");
		}

	}

	/**
	 * A binary message.
	 *
	 * @param content writes the bytes
	 */
	record Binary(Content<OutputStream> content) implements StreamingMessage {

		public Binary {
			Assert.notNull(content, "'content' must not be null");
		}

	}

	/**
	 * Writes the content of a message.
	 *
	 * @param <T> the type of the target
	 */
	@FunctionalInterface
	interface Content<T> {

		/**
		 * Writes the content.
		 * @param target the target, to be used on the calling thread only
		 * @throws Exception any exception; if nothing was sent yet, it is handled as an
		 * exception of the handler method, otherwise it closes the session with 1011
		 */
		void writeTo(T target) throws Exception;

	}

}
