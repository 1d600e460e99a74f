package dev.wsboot.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import dev.wsboot.engine.Compression;
import dev.wsboot.engine.options.OverflowPolicy;
import dev.wsboot.engine.options.RateLimit;

import org.springframework.core.annotation.AliasFor;
import org.springframework.stereotype.Component;

/**
 * Makes a bean serve the WebSocket sessions of one path. Its methods annotated with
 * {@link OnOpen}, {@link OnMessage}, {@link OnPong}, {@link OnClose} and {@link OnError}
 * are called one at a time for each session, and side by side for different sessions: one
 * bean serves them all.
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
	 * {@code /chat/{room}}. Where several match, the most specific wins. Placeholders
	 * such as <code>${chat.path}</code> are replaced.
	 * @return the path pattern
	 */
	@AliasFor("value")
	String path() default "";

	/**
	 * The subprotocols that the endpoint speaks; the first that a client offers is
	 * agreed. A client that offers none of them is accepted without one.
	 * @return the names
	 */
	String[] subprotocols() default {};

	/**
	 * Whether the sessions may be compressed (permessage-deflate), if their client offers
	 * it. By default {@code ws.compression.enabled} decides; how they are compressed is
	 * always said there.
	 * @return whether to compress
	 */
	Compression compression() default Compression.DEFAULT;

	/**
	 * The name of the {@code JsonMapper} bean that reads and writes this endpoint's JSON.
	 * By default it is the application's only or primary one.
	 * @return the bean's name
	 */
	String jsonMapper() default "";

	/**
	 * The field of a JSON message that names the {@link OnMessage} method for it. It
	 * matters where there are methods with names.
	 * @return the name of a field of the outermost object
	 */
	String discriminator() default "type";

	/**
	 * The field of a JSON message that holds the arguments of the named {@link OnMessage}
	 * method: an array by position, an object by the names of the parameters, or to the
	 * one parameter that is itself read from an object.
	 * @return the name of a field of the outermost object, or an empty text, so that the
	 * whole object is the argument
	 */
	String payload() default "";

	/**
	 * The field of a JSON message that its reply repeats, such as {@code id}, so that a
	 * client can tell which reply belongs to which message. The value is copied byte by
	 * byte into each reply that is written as a JSON object: into each item of a stream,
	 * and into what an {@link OnError} method returns. Broadcasts, and replies that are
	 * text or binary already, stay as they are, and so does a reply whose own field of
	 * this name is not {@code null}. A message without the field gets replies without it.
	 * The field is used only by endpoints that have methods with names.
	 * @return the name of a field of the outermost object, or an empty text for none
	 */
	String correlation() default "";

	/**
	 * What the messages are.
	 * @return the protocol
	 */
	MessageProtocol protocol() default MessageProtocol.PLAIN;

	/**
	 * In which order the messages of one session are handled. {@link OnOpen} comes before
	 * all of them and {@link OnClose} after, whatever the order.
	 * @return the order
	 */
	Ordering ordering() default Ordering.IN_ORDER;

	/**
	 * How many messages of one session are handled side by side at most; more wait, and
	 * hold back the client. It counts where the {@link #ordering} is
	 * {@link Ordering#CONCURRENT}, and for calls of {@link MessageProtocol#JSON_RPC} that
	 * are answered later.
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
	 * The size of the part of such a message that grants the client one more second, such
	 * as {@code 10KB}, in place of {@code ws.inbound.stream-min-rate}; {@code 0} for
	 * none. Placeholders are replaced.
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
	 * The number of streamed answers (such as a {@code Flux}, a {@code Stream} or a
	 * {@code Flow}) of a session that are under way at most, such as {@code 100}, in
	 * place of {@code ws.send.max-streams}. The message beyond is answered when one of
	 * them has ended, and the session's next messages wait until then. Streams that
	 * answer the opening of a session are not counted. Placeholders are replaced.
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
	 * The work out of proportion to its bytes that one session may cause in each second,
	 * such as {@code 500ms}, in place of {@code ws.rate-limit.work}; {@code 0} for no
	 * limit. A session that causes more is closed with 1008. A number without a unit is
	 * in milliseconds. Placeholders are replaced.
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
