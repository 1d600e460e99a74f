package dev.wsboot.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method of a {@link WsEndpoint} that is called for each message. The one
 * parameter that nothing else fills takes the message and decides which messages come:
 * <ul>
 * <li>{@link String} and {@link CharSequence} take text messages as they are,</li>
 * <li>{@code byte[]} and {@link java.nio.ByteBuffer} take binary messages; where the
 * method is {@link NonBlocking}, the buffer is valid during the call only,</li>
 * <li>{@link dev.wsboot.engine.WsMessage} takes both as they are,</li>
 * <li>any other type takes text messages and is read from JSON.</li>
 * </ul>
 * An endpoint has at most one method for text and one for binary messages; a message for
 * which it has none closes the session with 1003. What the method returns is sent as the
 * reply: a {@link CharSequence} as text, {@code byte[]} and {@link java.nio.ByteBuffer}
 * as binary, anything else as JSON text; nothing, {@code null} and an empty
 * {@link java.util.Optional} are no reply.
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface OnMessage {

}
