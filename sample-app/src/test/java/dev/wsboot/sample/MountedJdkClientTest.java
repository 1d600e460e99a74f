/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.sample;

import org.springframework.test.context.ActiveProfiles;

/**
 * The JDK's client against the sample that is mounted into Tomcat.
 */
@ActiveProfiles("mounted")
class MountedJdkClientTest extends JdkClientTest {

}
