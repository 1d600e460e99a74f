package dev.wsboot.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Promises that a handler method of a {@link WsEndpoint} never blocks, so that it runs on
 * the event loop itself; or on the thread of a method of the same session that may block,
 * if that was at work when the message came. A method that breaks the promise holds up
 * all sessions of its loop. Texts of more than 16 KB that are parsed, as JSON is, leave
 * the loop in any case: the method is then called on a thread where it might block.
 * <p>
 * In such a method, a {@link java.nio.ByteBuffer} that takes the message is valid during
 * the call only: it is the engine's own, and nothing was copied. It may be returned as
 * the reply.
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface NonBlocking {

}
