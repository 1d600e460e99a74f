package dev.wsboot.internal.jsonrpc;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import dev.wsboot.internal.json.JsonSlice;
import org.jspecify.annotations.Nullable;

/**
 * Calls of one client's methods that wait for their answers. Each is taken once, whoever
 * comes first: the answer, the timeout, or the end of the session. Safe to use from any
 * thread.
 *
 * @param <C> a call
 */
final class OutstandingRequests<C> {

	private final int limit;

	private final AtomicLong lastId = new AtomicLong();

	private final Map<String, C> calls = new ConcurrentHashMap<>();

	private volatile boolean closed;

	/**
	 * Creates an empty set of calls.
	 * @param limit how many there may be at once
	 */
	OutstandingRequests(int limit) {
		this.limit = limit;
	}

	/**
	 * Returns the id for a new call.
	 * @return a number that no other call of this session has
	 */
	long nextId() {
		return this.lastId.incrementAndGet();
	}

	/**
	 * Adds a call.
	 * @param id its id
	 * @param call the call
	 * @return {@code false} if there are too many, or the session has ended
	 */
	boolean add(long id, C call) {
		if (this.calls.size() >= this.limit) {
			return false;
		}
		this.calls.put(String.valueOf(id), call);
		return !this.closed || remove(id) == null;
	}

	/**
	 * Takes a call without an answer.
	 * @param id its id
	 * @return the call, or {@code null} if it was taken already
	 */
	@Nullable C remove(long id) {
		return this.calls.remove(String.valueOf(id));
	}

	/**
	 * Takes the call for an answer.
	 * @param id the answer's id
	 * @return the call, or {@code null} if there is none
	 */
	@Nullable C take(JsonSlice id) {
		return this.calls.remove(id.toString());
	}

	/**
	 * Whether a call waits for an answer.
	 * @param id the answer's id
	 * @return whether the call is there
	 */
	boolean has(String id) {
		return this.calls.containsKey(id);
	}

	/**
	 * Whether no call waits.
	 * @return whether it is so
	 */
	boolean isEmpty() {
		return this.calls.isEmpty();
	}

	/**
	 * Returns the number of calls that wait.
	 * @return the number
	 */
	int size() {
		return this.calls.size();
	}

	/**
	 * Whether no call is taken any more.
	 * @return whether the session has ended
	 */
	boolean isClosed() {
		return this.closed;
	}

	/** Adds no more calls. */
	void close() {
		this.closed = true;
	}

	/**
	 * Takes all calls.
	 * @return the calls that have not been taken
	 */
	List<C> takeAll() {
		List<C> all = new ArrayList<>();
		for (Iterator<String> ids = this.calls.keySet().iterator(); ids.hasNext();) {
			C call = this.calls.remove(ids.next());
			if (call != null) {
				all.add(call);
			}
		}
		return all;
	}

}
