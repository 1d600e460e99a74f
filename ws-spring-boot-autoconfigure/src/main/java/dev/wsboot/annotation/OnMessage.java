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
 * Marks a method of a {@link WsEndpoint} that is called for messages.
 * <p>
 * A method without a name is called for each message that no named method handles. The
 * message parameter is the only parameter that is not resolved otherwise. Its type
 * determines the messages for which the method is called:
 * <ul>
 * <li>{@link String} and {@link CharSequence} receive text messages unchanged,</li>
 * <li>{@code byte[]} and {@link java.nio.ByteBuffer} receive binary messages; if the
 * method is {@link NonBlocking}, the buffer is valid during the call only,</li>
 * <li>{@link dev.wsboot.engine.WsMessage} receives both kinds unchanged,</li>
 * <li>{@link java.io.InputStream} reads binary messages, and {@link java.io.Reader} text
 * messages, as they arrive: of any size, with constant memory,</li>
 * <li>any other type receives text messages that are read from JSON,</li>
 * <li>a {@code Mono} emits the one message, already read,</li>
 * <li>a {@code Flux}, {@code Publisher} or {@link java.util.concurrent.Flow.Publisher} of
 * one of these types, but not of a stream, emits all messages of the session: the method
 * is called once for each session, after {@link OnOpen}.</li>
 * </ul>
 * An endpoint has at most one such method for text and one for binary messages. A message
 * without a method closes the session with 1003. The return value is sent as the reply: a
 * {@link CharSequence} as a text message, {@code byte[]} and {@link java.nio.ByteBuffer}
 * as a binary message, any other value as JSON text. {@code void} methods, {@code null}
 * and an empty {@link java.util.Optional} send no reply. The result of a
 * {@link java.util.concurrent.CompletionStage} is sent when it completes. A
 * {@link java.util.stream.Stream} or a publisher sends each element as a message. An
 * {@link java.io.InputStream}, a {@link java.io.Reader} or a {@code StreamingMessage} is
 * sent as one message in fragments. With {@link Broadcast}, the reply is sent to many
 * sessions.
 * <p>
 * A method with names is called for JSON objects whose {@link WsEndpoint#discriminator}
 * field is one of the names, or, on an endpoint with {@link MessageProtocol#JSON_RPC},
 * for calls of these names. Without {@link WsEndpoint#payload}, the message parameter, if
 * there is one, receives the whole object. With a payload, and in JSON-RPC, the
 * parameters receive the elements of an array by position, or the fields of an object by
 * name.
 *
 * <pre class="code">
 * &#064;OnMessage("typing")
 * void onTyping(WsSession session, Typing typing) {
 *     // {"type":"typing","room":"tea"}
 * }</pre>
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective(HandlerReflectiveProcessor.class)
public @interface OnMessage {

	/**
	 * The names of the messages that the method is called for.
	 * @return the names; none for all messages that no named method handles
	 */
	String[] value() default {};

	/**
	 * The maximum size of a message that the method reads as it arrives, such as
	 * {@code 10MB}. A larger message closes the session with 1009. By default, there is
	 * no limit. Only for a method with an {@link java.io.InputStream} or
	 * {@link java.io.Reader} parameter, to which {@code ws.max-message-size} does not
	 * apply.
	 * @return the size, as a {@link org.springframework.util.unit.DataSize}
	 */
	String maxSize() default "";

}
