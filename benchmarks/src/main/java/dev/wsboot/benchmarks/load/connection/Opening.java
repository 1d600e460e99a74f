/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.benchmarks.load.connection;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Opens the connections of a run, a limited number at a time. Belongs to the thread of
 * its run.
 *
 * @param <L> what listens to them
 */
public final class Opening<L extends ConnectionListener> {

	/**
	 * The maximum number of concurrent handshakes, which fits the backlog of all servers.
	 */
	private static final int MAX_CONCURRENT = 64;

	private final RunContext context;

	private final int wanted;

	private final Function<Connection, L> listener;

	private final List<L> listeners = new ArrayList<>();

	private int opened;

	public Opening(RunContext context, int wanted, Function<Connection, L> listener) {
		this.context = context;
		this.wanted = wanted;
		this.listener = listener;
	}

	/** Returns the listeners of all started connections, in order. */
	public List<L> listeners() {
		return this.listeners;
	}

	/** Records that one more connection is open. */
	public void opened() {
		this.opened++;
	}

	/**
	 * Goes on.
	 * @return whether all are open
	 */
	public boolean proceed() {
		while (this.listeners.size() < this.wanted && this.listeners.size() - this.opened < MAX_CONCURRENT) {
			begin();
		}
		return this.opened == this.wanted;
	}

	private void begin() {
		int number = this.listeners.size();
		try {
			Connection.open(this.context, number, (connection) -> {
				L added = this.listener.apply(connection);
				this.listeners.add(added);
				return added;
			});
		}
		catch (IOException ex) {
			throw new UncheckedIOException(
					"Cannot open connection " + number + " (is the limit of open files too low?)", ex);
		}
	}

}
