/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.invocation;

import dev.wsboot.endpoint.ClientError;

/**
 * Implemented by exceptions that are not errors of the application: any client can cause
 * them, any number of times.
 */
public interface ClientFault {

	/**
	 * Returns the kind of error under which the exception is counted.
	 * @return the kind
	 */
	ClientError kind();

}
