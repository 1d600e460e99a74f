package dev.wsboot.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.core.annotation.AliasFor;

/**
 * Makes a bean live as long as one session: each session gets its own when one of its
 * calls first needs it, and it is destroyed behind {@link OnClose}. What is injected
 * elsewhere is a proxy, which leads to the bean of the session whose method is just
 * running; outside of such a method it throws a
 * {@link org.springframework.beans.factory.support.ScopeNotActiveException}. The
 * {@link dev.wsboot.engine.WsSession} can be injected into such a bean.
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Scope("ws-session")
public @interface WsScope {

	/**
	 * How the bean is represented where it is injected.
	 * @return a proxy that is a subclass by default; one of its interfaces as an
	 * alternative
	 */
	@AliasFor(annotation = Scope.class)
	ScopedProxyMode proxyMode() default ScopedProxyMode.TARGET_CLASS;

}
