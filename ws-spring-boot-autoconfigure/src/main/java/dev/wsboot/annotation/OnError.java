package dev.wsboot.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.aot.hint.annotation.Reflective;

/**
 * Marks a method of a {@link WsEndpoint} or a {@link WsAdvice} that is called when a
 * handler method throws or a message cannot be read. It is called for errors of the types
 * that {@link #value} names, else of the type of its {@link Throwable} parameter, else
 * for all. Of several methods the one whose type is closest to the error's is called;
 * where none takes the error itself, one may take its cause. Methods of the endpoint come
 * before those of advice.
 * <p>
 * A {@link Throwable} parameter takes what the method was called for, and a
 * {@link dev.wsboot.engine.WsMessage} one the message that was being handled, or
 * {@code null}. After the method has returned, the session goes on, and what was returned
 * is sent as a reply. Errors without such a method, and those that it throws itself, are
 * left to {@code ws.error.policy}.
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective(HandlerReflectiveProcessor.class)
public @interface OnError {

	/**
	 * The types of errors that the method is called for. By default the type of its
	 * {@link Throwable} parameter says that.
	 * @return the types
	 */
	Class<? extends Throwable>[] value() default {};

}
