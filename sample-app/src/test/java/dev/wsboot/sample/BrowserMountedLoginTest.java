/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.sample;

import org.springframework.test.context.ActiveProfiles;

/**
 * As {@link BrowserLoginTest}, on one port: the page connects with the session of the
 * login.
 */
@ActiveProfiles("mounted")
class BrowserMountedLoginTest extends BrowserLoginTest {

}
