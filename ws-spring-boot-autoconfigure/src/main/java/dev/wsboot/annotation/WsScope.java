/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

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
 * Declares a bean with the lifetime of one session. Each session has its own instance,
 * which is created when a call first needs it and destroyed after {@link OnClose}. Other
 * beans receive a proxy, which delegates to the instance of the session whose method is
 * running. Outside of such a method, the proxy throws a
 * {@link org.springframework.beans.factory.support.ScopeNotActiveException}. The
 * {@link dev.wsboot.engine.WsSession} can be injected into such a bean.
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Scope("ws-session")
public @interface WsScope {

	/**
	 * The kind of proxy that is injected into other beans.
	 * @return the mode; a proxy by subclass by default
	 */
	@AliasFor(annotation = Scope.class)
	ScopedProxyMode proxyMode() default ScopedProxyMode.TARGET_CLASS;

}
