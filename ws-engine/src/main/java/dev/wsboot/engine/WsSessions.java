package dev.wsboot.engine;

import java.util.Collection;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The open sessions of a server. Safe to use from any thread; views are live and weakly
 * consistent, as those of a concurrent map.
 */
public interface WsSessions {

	/**
	 * Returns all open sessions.
	 * @return a live view that cannot be written to
	 */
	Collection<WsSession> all();

	/**
	 * Returns the open sessions of one endpoint.
	 * @param endpoint its name, such as a path template
	 * @return a view that cannot be written to, live as long as there are any
	 */
	Collection<WsSession> of(String endpoint);

	/**
	 * Returns the open sessions that have joined a group.
	 * @param endpoint the name of their endpoint, which groups belong to
	 * @param group the group's name
	 * @return a view that cannot be written to, live as long as there are any
	 * @see WsSession#join
	 */
	Collection<WsSession> inGroup(String endpoint, String group);

	/**
	 * Returns the session of that id.
	 * @param id the id
	 * @return the session, or {@code null} if it is not open
	 */
	@Nullable WsSession find(String id);

	/**
	 * Returns the names of endpoints that have open sessions.
	 * @return a live view that cannot be written to
	 */
	Set<String> endpoints();

	/**
	 * Returns the number of open sessions.
	 * @return the number
	 */
	int count();

	/**
	 * Returns the number of open sessions of one endpoint.
	 * @param endpoint its name
	 * @return the number
	 */
	int count(String endpoint);

	/**
	 * Sends one message to every session of an endpoint. A receiver that fails or is slow
	 * does not keep the others from it.
	 * @param endpoint its name
	 * @param message the message, encoded once
	 */
	void broadcast(String endpoint, PreparedMessage message);

	/**
	 * Sends one message to every session of a group, as
	 * {@link #broadcast(String, PreparedMessage)} does to every session of an endpoint.
	 * @param endpoint the name of the endpoint, which the group belongs to
	 * @param group the group's name; one that nobody is in gets nothing
	 * @param message the message, encoded once
	 * @see WsSession#join
	 */
	void broadcast(String endpoint, String group, PreparedMessage message);

}
