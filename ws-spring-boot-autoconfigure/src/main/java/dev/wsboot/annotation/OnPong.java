package dev.wsboot.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.aot.hint.annotation.Reflective;

/**
 * Marks the method of a {@link WsEndpoint} that is called for each pong, asked for with
 * {@link dev.wsboot.engine.WsSession#ping} or not (RFC 6455 5.5.3), but not for the
 * answers to the server's own keep-alive. A {@link java.nio.ByteBuffer} or {@code byte[]}
 * parameter takes its payload; how long the answer took says
 * {@link dev.wsboot.engine.WsSession#roundTripTime}. What the method returns is sent as a
 * message.
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective(HandlerReflectiveProcessor.class)
public @interface OnPong {

}
