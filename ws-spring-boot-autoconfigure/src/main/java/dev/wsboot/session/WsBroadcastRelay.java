package dev.wsboot.session;

import org.jspecify.annotations.Nullable;

/**
 * Carries broadcasts between the nodes of an application: the place where a message
 * broker is attached. Not public as long as there is no implementation, since an
 * implementation shows what the interface needs. Implementations are called by any
 * thread.
 */
interface WsBroadcastRelay {

	/**
	 * Publishes a broadcast of this node for the sessions of other nodes. The sessions of
	 * this node receive the message without the relay, so it must not come back. Must not
	 * block.
	 * @param endpoint the name of the endpoint
	 * @param group the name of the group, or {@code null} for all sessions of the
	 * endpoint
	 * @param message the message, or an object that is to be encoded
	 */
	void publish(String endpoint, @Nullable String group, Object message);

	/**
	 * Sets the receiver of the broadcasts of other nodes. Called once, before the first
	 * {@link #publish}.
	 * @param receiver sends broadcasts to the sessions of this node; may be called by any
	 * thread
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
		 * @param message the message, or an object that is to be encoded
		 */
		void receive(String endpoint, @Nullable String group, Object message);

	}

}
