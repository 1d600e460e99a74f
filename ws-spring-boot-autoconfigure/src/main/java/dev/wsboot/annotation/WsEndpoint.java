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

import dev.wsboot.engine.options.Compression;
import dev.wsboot.engine.options.OverflowPolicy;
import dev.wsboot.engine.options.RateLimit;

import org.springframework.core.annotation.AliasFor;
import org.springframework.stereotype.Component;

/**
 * Declares a bean that serves the WebSocket sessions of one path. The methods annotated
 * with {@link OnOpen}, {@link OnMessage}, {@link OnPong}, {@link OnClose} and
 * {@link OnError} are called one at a time for each session, and concurrently for
 * different sessions. One bean serves all sessions.
 *
 * <pre class="code">
 * &#064;WsEndpoint("/chat/{room}")
 * class Chat {
 *
 *     &#064;OnMessage
 *     Said onMessage(&#064;PathVariable String room, Say message) {
 *         return new Said(room, message.text());
 *     }
 *
 * }</pre>
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Component
public @interface WsEndpoint {

	/**
	 * Alias for {@link #path}.
	 * @return the path pattern
	 */
	@AliasFor("path")
	String value() default "";

	/**
	 * The path that is served, as a
	 * {@link org.springframework.web.util.pattern.PathPattern} such as
	 * {@code /chat/{room}}. If several patterns match, the most specific one is used.
	 * Placeholders such as <code>${chat.path}</code> are replaced.
	 * @return the path pattern
	 */
	@AliasFor("value")
	String path() default "";

	/**
	 * The subprotocols that the endpoint supports. The first of them in the client's
	 * order is selected. A client that offers none of them is accepted without a
	 * subprotocol.
	 * @return the names
	 */
	String[] subprotocols() default {};

	/**
	 * The use of compression (permessage-deflate) for sessions whose client offers it. By
	 * default, {@code ws.compression.enabled} decides. All other settings of compression
	 * are those of {@code ws.compression}.
	 * @return whether to compress
	 */
	Compression compression() default Compression.DEFAULT;

	/**
	 * The name of the {@code JsonMapper} bean that reads and writes the JSON of this
	 * endpoint. By default, the only or primary bean of the application.
	 * @return the bean's name
	 */
	String jsonMapper() default "";

	/**
	 * The field of a JSON message that names its {@link OnMessage} method. Used only by
	 * endpoints that have methods with names.
	 * @return the name of a field of the outermost object
	 */
	String discriminator() default "type";

	/**
	 * The field of a JSON message that holds the arguments of the named {@link OnMessage}
	 * method: an array by position, or an object by the names of the parameters. A single
	 * parameter that is itself read from an object receives the whole field.
	 * @return the name of a field of the outermost object, or an empty text if the whole
	 * object is the argument
	 */
	String payload() default "";

	/**
	 * The field of a JSON message that is repeated in its reply, such as {@code id}, so
	 * that clients can match replies to messages. The value is copied byte by byte into
	 * each reply that is written as a JSON object: into each item of a stream, and into
	 * replies of {@link OnError} methods. Broadcasts, text and binary replies, and
	 * replies with a value for the field are not changed. A message without the field
	 * gets replies without it. The field is used only by endpoints that have methods with
	 * names.
	 * @return the name of a field of the outermost object, or an empty text for none
	 */
	String correlation() default "";

	/**
	 * The protocol of the messages.
	 * @return the protocol
	 */
	MessageProtocol protocol() default MessageProtocol.PLAIN;

	/**
	 * The order in which the messages of one session are handled. {@link OnOpen} is
	 * always called before all messages, and {@link OnClose} after them.
	 * @return the order
	 */
	Ordering ordering() default Ordering.IN_ORDER;

	/**
	 * The maximum number of messages of one session that are handled concurrently.
	 * Further messages are queued, and reading is paused when the queue is full. Applies
	 * if the {@link #ordering} is {@link Ordering#CONCURRENT}, and to calls of
	 * {@link MessageProtocol#JSON_RPC} that are answered asynchronously.
	 * @return the number, at least 1
	 */
	int maxConcurrency() default 16;

	/**
	 * The origins whose pages may open sessions, in place of {@code ws.allowed-origins}
	 * and with the same kinds of entries, such as {@code https://example.com},
	 * {@code https://*.example.com}, {@code http://localhost:*} or {@code same-host}.
	 * Placeholders are replaced, and may stand for several entries, separated by commas.
	 * @return the origins; none for those of the server
	 */
	String[] allowedOrigins() default {};

	/**
	 * The maximum size of a message, such as {@code 16MB}, in place of
	 * {@code ws.max-message-size}. One frame may be as large, and the send buffer limit
	 * is raised to that size unless {@link #sendBufferLimit} says otherwise. Placeholders
	 * are replaced.
	 * @return the size, or an empty text for that of the server
	 */
	String maxMessageSize() default "";

	/**
	 * The time that a method waits for its client while it reads a message as it arrives,
	 * such as {@code 1m}, in place of {@code ws.inbound.stream-timeout}. A number without
	 * a unit is in seconds, and {@code 0} stands for no limit. Placeholders are replaced.
	 * @return the duration, or an empty text for that of the server
	 */
	String streamTimeout() default "";

	/**
	 * The number of bytes that grants the client one more second to send a message that
	 * is read as it arrives, such as {@code 10KB}, in place of
	 * {@code ws.inbound.stream-min-rate}; {@code 0} for none. Placeholders are replaced.
	 * @return the size, or an empty text for that of the server
	 */
	String streamMinRate() default "";

	/**
	 * The size of the outbound queue of a session, such as {@code 256KB}, beyond which
	 * the {@link #overflowPolicy} applies, in place of {@code ws.send.buffer-limit}.
	 * Placeholders are replaced.
	 * @return the size, or an empty text for that of the server
	 */
	String sendBufferLimit() default "";

	/**
	 * The treatment of sessions whose outbound queue is full, in place of
	 * {@code ws.send.overflow-policy}.
	 * @return at most one policy; none for that of the server
	 */
	OverflowPolicy[] overflowPolicy() default {};

	/**
	 * The maximum number of unfinished streamed replies (such as a {@code Flux}, a
	 * {@code Stream} or a {@code Flow}) of a session, such as {@code 100}, in place of
	 * {@code ws.send.max-streams}. At the limit, the next reply and further messages of
	 * the session wait until a stream has ended. Streams returned by {@link OnOpen}
	 * methods are not counted. Placeholders are replaced.
	 * @return the number, or an empty text for that of the server
	 */
	String maxStreams() default "";

	/**
	 * The time without a message in either direction after which a session is closed,
	 * such as {@code 5m}, in place of {@code ws.idle-timeout}. A number without a unit is
	 * in seconds, and {@code 0} stands for never. Placeholders such as
	 * <code>${chat.idle:5m}</code> are replaced.
	 * @return the duration, or an empty text for that of the server
	 */
	String idleTimeout() default "";

	/**
	 * The silence of a client after which a ping is sent, such as {@code 10s}, in place
	 * of {@code ws.keep-alive.ping-interval}. A number without a unit is in seconds, and
	 * {@code 0} stands for no pings. Placeholders are replaced.
	 * @return the duration, or an empty text for that of the server
	 */
	String pingInterval() default "";

	/**
	 * The number of messages that one session may send in each second, such as
	 * {@code 100}, in place of {@code ws.rate-limit.messages}; {@code 0} for no limit.
	 * Pings, pongs and short fragments count as messages. Placeholders are replaced.
	 * @return the number, or an empty text for that of the server
	 */
	String rateLimitMessages() default "";

	/**
	 * The amount that one session may send in each second, such as {@code 1MB}, in place
	 * of {@code ws.rate-limit.bytes}; {@code 0} for no limit. Placeholders are replaced.
	 * @return the size, or an empty text for that of the server
	 */
	String rateLimitBytes() default "";

	/**
	 * The amount that the compressed messages of one session may inflate to in each
	 * second, such as {@code 10MB}, in place of {@code ws.rate-limit.inflated-bytes};
	 * {@code 0} for no limit. Placeholders are replaced.
	 * @return the size, or an empty text for that of the server
	 */
	String rateLimitInflatedBytes() default "";

	/**
	 * The disproportionate work, compared with the bytes sent, that one session may cause
	 * in each second, such as {@code 500ms}, in place of {@code ws.rate-limit.work};
	 * {@code 0} for no limit. A session that causes more is closed with 1008. A number
	 * without a unit is in milliseconds. Placeholders are replaced.
	 * @return the duration, or an empty text for that of the server
	 */
	String rateLimitWork() default "";

	/**
	 * The treatment of sessions that send more than their rate limit, in place of
	 * {@code ws.rate-limit.action}.
	 * @return at most one action; none for that of the server
	 */
	RateLimit.Action[] rateLimitAction() default {};

}
