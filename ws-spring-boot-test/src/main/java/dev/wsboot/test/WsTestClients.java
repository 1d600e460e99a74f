package dev.wsboot.test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/**
 * Many clients that were opened one after the other. For one thread.
 */
public final class WsTestClients implements Iterable<WsTestClient>, AutoCloseable {

	private final List<WsTestClient> connected = new ArrayList<>();

	private final List<AssertionError> refused = new ArrayList<>();

	WsTestClients(WsTestConnector connector, int count) {
		for (int i = 0; i < count; i++) {
			try {
				this.connected.add(connector.connect());
			}
			catch (AssertionError ex) {
				this.refused.add(ex);
			}
		}
	}

	/**
	 * Returns the number of clients that the server accepted.
	 * @return 0 or more
	 */
	public int size() {
		return this.connected.size();
	}

	/**
	 * Returns why the others were not accepted.
	 * @return what {@link WsTestConnector#connect} has thrown for each of them
	 */
	public List<AssertionError> refused() {
		return Collections.unmodifiableList(this.refused);
	}

	/**
	 * Returns one of the clients.
	 * @param index from 0 to {@link #size}
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
	 * Cuts all connections with TCP resets, one right after the other.
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
