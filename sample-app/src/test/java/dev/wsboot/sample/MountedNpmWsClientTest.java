/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.sample;

import org.junit.jupiter.api.Tag;

import org.springframework.test.context.ActiveProfiles;

/**
 * The {@code ws} package of npm against the sample that is mounted into Tomcat.
 */
@ActiveProfiles("mounted")
@Tag("process")
class MountedNpmWsClientTest extends NpmWsClientTest {

}
