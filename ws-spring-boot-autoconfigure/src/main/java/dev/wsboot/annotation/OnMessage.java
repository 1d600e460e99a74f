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
 * Without a name it is called for each message that no named method takes. The one
 * parameter that nothing else fills takes the message and decides which messages come:
 * <ul>
 * <li>{@link String} and {@link CharSequence} take text messages as they are,</li>
 * <li>{@code byte[]} and {@link java.nio.ByteBuffer} take binary messages; where the
 * method is {@link NonBlocking}, the buffer is valid during the call only,</li>
 * <li>{@link dev.wsboot.engine.WsMessage} takes both as they are,</li>
 * <li>{@link java.io.InputStream} takes binary messages, and {@link java.io.Reader} text
 * messages, while they arrive: of any size, with flat memory,</li>
 * <li>any other type takes text messages and is read from JSON,</li>
 * <li>a {@code Mono} has the one message, already read,</li>
 * <li>a {@code Flux}, {@code Publisher} or {@link java.util.concurrent.Flow.Publisher} of
 * one of these types, but not of a stream, has all messages of the session: the method is
 * called once for each session, behind {@link OnOpen}.</li>
 * </ul>
 * An endpoint has at most one such method for text and one for binary messages; a message
 * for which it has none closes the session with 1003. What the method returns is sent as
 * the reply: a {@link CharSequence} as text, {@code byte[]} and
 * {@link java.nio.ByteBuffer} as binary, anything else as JSON text; nothing,
 * {@code null} and an empty {@link java.util.Optional} are no reply. Of a
 * {@link java.util.concurrent.CompletionStage} it is what that completes with; a
 * {@link java.util.stream.Stream} or a publisher is many messages; an
 * {@link java.io.InputStream}, a {@link java.io.Reader} or a {@code StreamingMessage} is
 * one in fragments. With {@link Broadcast} it goes to many sessions.
 * <p>
 * With names it is called for JSON objects whose {@link WsEndpoint#discriminator} is one
 * of them, and on an endpoint with {@link MessageProtocol#JSON_RPC} for calls of that
 * method. Without {@link WsEndpoint#payload} its one parameter, if there is one, takes
 * the whole object; with it, and in JSON-RPC, the parameters take the values in the order
 * of an array, or those of an object by their names.
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
	 * @return the names; none for all messages that no other method takes
	 */
	String[] value() default {};

	/**
	 * The largest message that the method reads as it arrives, such as {@code 10MB}; a
	 * larger one closes the session with 1009. By default there is no limit. Only for a
	 * method that takes an {@link java.io.InputStream} or a {@link java.io.Reader}, for
	 * which {@code ws.max-message-size} does not count.
	 * @return a {@link org.springframework.util.unit.DataSize}
	 */
	String maxSize() default "";

}
