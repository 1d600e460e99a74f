package dev.wsboot.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Sends what a handler method of a {@link WsEndpoint} returns to all open sessions of the
 * endpoint, its own included, instead of to its own alone. It is encoded once. A receiver
 * that is slow does not hold up the others.
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface Broadcast {

}
