package dev.wsboot.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the method of a {@link WsEndpoint} that is called when another of its methods
 * throws or a message cannot be read. A parameter of type {@link Throwable}, or a
 * subtype, takes the error and limits the method to errors of that type. After it has
 * returned, the session goes on, and what it returned is sent as a reply. Errors without
 * such a method close the session: with 1007 if the message could not be read, else with
 * 1011.
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface OnError {

}
