package dev.wsboot.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Sends what a handler method of a {@link WsEndpoint} returns to all open sessions of the
 * endpoint, its own included, or to those that have joined a group
 * ({@link dev.wsboot.engine.WsSession#join}), instead of to its own alone. It is encoded
 * once. A receiver that is slow does not hold up the others: it gets what its overflow
 * policy leaves.
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface Broadcast {

	/**
	 * The group of sessions to send to, in which variables of the endpoint's path have
	 * the values of the session that is called, such as {@code room-{room}}. By default
	 * all sessions of the endpoint.
	 * @return the group's name
	 */
	String to() default "";

}
