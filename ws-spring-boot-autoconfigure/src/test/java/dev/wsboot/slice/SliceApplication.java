/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.slice;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * The application that {@link SliceComponents} belong to.
 */
@SpringBootApplication
class SliceApplication {

}
