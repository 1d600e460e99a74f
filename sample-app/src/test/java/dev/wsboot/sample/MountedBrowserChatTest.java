/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.sample;

import org.junit.jupiter.api.Tag;

import org.springframework.test.context.ActiveProfiles;

/**
 * Two windows of a real browser in one room of the sample that is mounted into Tomcat.
 */
@ActiveProfiles("mounted")
@Tag("process")
class MountedBrowserChatTest extends BrowserChatTest {

}
