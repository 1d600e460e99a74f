package dev.wsboot.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.stereotype.Component;

/**
 * Makes a bean's {@link OnError} methods stand in for all endpoints that have none for an
 * error. Several such beans are asked in their order
 * ({@link org.springframework.core.annotation.Order @Order}); the first that has a method
 * for the error, or its cause, is called. It is called by many sessions at once.
 *
 * <pre class="code">
 * &#064;WsAdvice
 * class Refusals {
 *
 *     &#064;OnError
 *     Refusal onDenied(AccessDeniedException error) {
 *         return new Refusal("denied");
 *     }
 *
 * }</pre>
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Component
public @interface WsAdvice {

	/**
	 * Limits the advice to endpoints whose class is, extends or implements one of these.
	 * By default it is for all.
	 * @return the types
	 */
	Class<?>[] assignableTypes() default {};

}
