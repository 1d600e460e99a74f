/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.autoconfigure.OverrideAutoConfiguration;
import org.springframework.boot.test.context.filter.annotation.TypeExcludeFilters;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.core.annotation.AliasFor;
import org.springframework.test.context.BootstrapWith;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * Tests WebSocket endpoints without the rest of the application: starts the WebSocket
 * server on a free port with the endpoints, {@code @WsAdvice}, interceptors, codecs,
 * argument resolvers, converters and Jackson components found by the application's
 * component scan. Services, repositories, controllers and the web server are left out. A
 * test provides the dependencies of an endpoint with {@code @MockitoBean} or
 * {@code @Import}: <pre class="code">
 * &#064;WsTest(ChatEndpoint.class)
 * class ChatEndpointTest {
 *
 *     &#064;Autowired
 *     WsTestServer server;
 *
 *     &#064;MockitoBean
 *     Rooms rooms;
 *
 *     &#064;Test
 *     void greets() {
 *         try (WsTestClient ann = this.server.connect("/chat/tea")) {
 *             ann.expectText("welcome");
 *         }
 *     }
 *
 * }
 * </pre>
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@BootstrapWith(WsTestContextBootstrapper.class)
@ExtendWith(SpringExtension.class)
@OverrideAutoConfiguration(enabled = false)
@TypeExcludeFilters(WsTypeExcludeFilter.class)
@ImportAutoConfiguration
public @interface WsTest {

	/**
	 * Properties of the test, such as {@code ws.max-message-size=10KB}.
	 * @return the properties, each as {@code name=value}
	 */
	String[] properties() default {};

	/**
	 * Alias for {@link #endpoints}.
	 * @return the classes of the endpoints
	 */
	@AliasFor("endpoints")
	Class<?>[] value() default {};

	/**
	 * The endpoints to test. By default, all endpoints found by the component scan.
	 * @return the classes of the endpoints
	 */
	@AliasFor("value")
	Class<?>[] endpoints() default {};

	/**
	 * Whether the component scan includes WebSocket components by default. If
	 * {@code false}, only {@link #endpoints} and matches of {@link #includeFilters} are
	 * included.
	 * @return whether to use the default filters
	 */
	boolean useDefaultFilters() default true;

	/**
	 * Filters that include additional components.
	 * @return the filters
	 */
	Filter[] includeFilters() default {};

	/**
	 * Filters that exclude components.
	 * @return the filters
	 */
	Filter[] excludeFilters() default {};

	/**
	 * Auto-configurations to exclude.
	 * @return the classes of the auto-configurations
	 */
	@AliasFor(annotation = ImportAutoConfiguration.class, attribute = "exclude")
	Class<?>[] excludeAutoConfiguration() default {};

}
