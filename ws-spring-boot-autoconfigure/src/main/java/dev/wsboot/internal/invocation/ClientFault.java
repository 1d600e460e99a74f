/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.invocation;

import dev.wsboot.endpoint.ClientError;

/**
 * An exception that is no error of the application: any client can provoke it, as often
 * as it likes.
 */
public interface ClientFault {

	/**
	 * Returns the kind of error under which the exception is counted.
	 * @return the kind
	 */
	ClientError kind();

}
