/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/**
 * Many clients that are connected one after the other. Not thread-safe.
 */
public final class WsTestClients implements Iterable<WsTestClient>, AutoCloseable {

	private final List<WsTestClient> connected = new ArrayList<>();

	private final List<AssertionError> rejected = new ArrayList<>();

	WsTestClients(WsTestConnector connector, int count) {
		for (int i = 0; i < count; i++) {
			try {
				this.connected.add(connector.connect());
			}
			catch (AssertionError ex) {
				this.rejected.add(ex);
			}
		}
	}

	/**
	 * Returns the number of clients accepted by the server.
	 * @return the number of clients
	 */
	public int size() {
		return this.connected.size();
	}

	/**
	 * Returns the errors of the clients that were not accepted.
	 * @return the errors thrown by {@link WsTestConnector#connect}
	 */
	public List<AssertionError> rejected() {
		return Collections.unmodifiableList(this.rejected);
	}

	/**
	 * Returns one of the clients.
	 * @param index the index, from 0 to {@link #size} - 1
	 * @return the client
	 */
	public WsTestClient get(int index) {
		return this.connected.get(index);
	}

	@Override
	public Iterator<WsTestClient> iterator() {
		return Collections.unmodifiableList(this.connected).iterator();
	}

	/**
	 * Cuts all connections with TCP resets, one immediately after the other.
	 */
	public void reset() {
		this.connected.forEach((client) -> client.faults().reset());
	}

	/**
	 * Closes each client that is still connected.
	 */
	@Override
	public void close() {
		this.connected.forEach(WsTestClient::close);
	}

}
