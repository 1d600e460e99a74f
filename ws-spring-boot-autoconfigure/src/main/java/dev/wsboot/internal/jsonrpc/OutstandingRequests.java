/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.jsonrpc;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

import dev.wsboot.internal.json.JsonSlice;
import org.jspecify.annotations.Nullable;

/**
 * The requests to one client that wait for their responses. Each is taken once, by the
 * first of: the response, the timeout, and the end of the session. Safe to use from any
 * thread.
 *
 * @param <C> the type of a request
 */
final class OutstandingRequests<C> {

	private final int limit;

	private final AtomicLong lastId = new AtomicLong();

	private final Map<String, C> requests = new ConcurrentHashMap<>();

	private volatile boolean closed;

	/**
	 * Creates an empty set of requests.
	 * @param limit the maximum number of outstanding requests
	 */
	OutstandingRequests(int limit) {
		this.limit = limit;
	}

	/**
	 * Returns the id for a new request.
	 * @return a number that no other request of this session has
	 */
	long nextId() {
		return this.lastId.incrementAndGet();
	}

	/**
	 * Adds a request.
	 * @param id its id
	 * @param call the request
	 * @return {@code false} if there are too many, or the session has ended
	 */
	boolean add(long id, C request) {
		if (this.requests.size() >= this.limit) {
			return false;
		}
		this.requests.put(String.valueOf(id), request);
		return !this.closed || remove(id) == null;
	}

	/**
	 * Takes a request without a response.
	 * @param id its id
	 * @return the request, or {@code null} if it was taken already
	 */
	@Nullable C remove(long id) {
		return this.requests.remove(String.valueOf(id));
	}

	/**
	 * Takes the request to which a response belongs.
	 * @param id the response's id
	 * @return the request, or {@code null} if there is none
	 */
	@Nullable C take(JsonSlice id) {
		return this.requests.remove(id.toString());
	}

	/**
	 * Returns whether a request waits for a response.
	 * @param id the response's id
	 * @return whether the request is outstanding
	 */
	boolean has(String id) {
		return this.requests.containsKey(id);
	}

	/**
	 * Returns whether no request is outstanding.
	 * @return {@code false} if a request waits for its response
	 */
	boolean isEmpty() {
		return this.requests.isEmpty();
	}

	/**
	 * Returns the number of outstanding requests.
	 * @return the number
	 */
	int size() {
		return this.requests.size();
	}

	/**
	 * Returns whether the session has ended, so that requests cannot be added.
	 * @return whether {@link #close} was called
	 */
	boolean isClosed() {
		return this.closed;
	}

	/** Rejects all further requests. */
	void close() {
		this.closed = true;
	}

	/**
	 * Takes all requests of which a condition is true.
	 * @param condition a condition of the id of a request
	 * @return the requests that have not been taken
	 */
	List<C> takeAll(Predicate<String> condition) {
		List<C> all = new ArrayList<>();
		for (String id : this.requests.keySet()) {
			C request = condition.test(id) ? this.requests.remove(id) : null;
			if (request != null) {
				all.add(request);
			}
		}
		return all;
	}

}
