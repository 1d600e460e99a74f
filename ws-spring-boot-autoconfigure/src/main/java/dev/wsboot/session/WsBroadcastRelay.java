/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.session;

import org.jspecify.annotations.Nullable;

/**
 * Carries broadcasts between the nodes of an application, typically by a message broker.
 * Not public until there is an implementation that proves the interface. Implementations
 * must be safe to use from any thread.
 */
interface WsBroadcastRelay {

	/**
	 * Publishes a broadcast of this node for the sessions of other nodes. The message
	 * must not be returned to this node, whose sessions receive it without the relay.
	 * Must not block.
	 * @param endpoint the name of the endpoint
	 * @param group the name of the group, or {@code null} for all sessions of the
	 * endpoint
	 * @param message the message, or an object to encode
	 */
	void publish(String endpoint, @Nullable String group, Object message);

	/**
	 * Sets the receiver of the broadcasts of other nodes. Called once, before the first
	 * {@link #publish}.
	 * @param receiver sends broadcasts to the sessions of this node, and may be called on
	 * any thread
	 */
	void onRemote(Receiver receiver);

	/**
	 * Sends broadcasts of other nodes to the sessions of this node.
	 */
	@FunctionalInterface
	interface Receiver {

		/**
		 * Sends a message to the sessions of this node. Does nothing while no server
		 * runs.
		 * @param endpoint the name of the endpoint
		 * @param group the name of the group, or {@code null} for all sessions of the
		 * endpoint
		 * @param message the message, or an object to encode
		 */
		void receive(String endpoint, @Nullable String group, Object message);

	}

}
