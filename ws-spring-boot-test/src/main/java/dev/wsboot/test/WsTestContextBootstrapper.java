/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.test;

import org.springframework.boot.test.autoconfigure.TestSliceTestContextBootstrapper;

/**
 * Bootstraps the context of a {@link WsTest} with its properties, without a web server.
 */
class WsTestContextBootstrapper extends TestSliceTestContextBootstrapper<WsTest> {

}
