package dev.wsboot.endpoint;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import dev.wsboot.engine.HandshakeHandler;
import dev.wsboot.engine.options.SessionOptions;

/**
 * All endpoint beans of an application. They are found and checked when the application's
 * singletons have been created; before that, and where {@code ws.enabled} is
 * {@code false}, there are none. Safe to use from any thread.
 */
public interface WsEndpoints {

	/**
	 * Returns the paths of all endpoints as they were declared, such as
	 * {@code /chat/{room}}. They name the endpoints elsewhere, too: in
	 * {@link dev.wsboot.engine.WsSessions} and in counters.
	 * @return the paths, most specific first
	 */
	List<String> paths();

	/**
	 * Returns how many exceptions of the handler methods of one endpoint were handled by
	 * no {@link dev.wsboot.annotation.OnError} method. Exceptions that stand for mistakes
	 * of clients are not among them.
	 * @param path the path of the endpoint as it was declared
	 * @return the number since the start of the application; 0 for an unknown path
	 */
	long handlerErrors(String path);

	/**
	 * Returns how many mistakes in messages to one endpoint were handled by no
	 * {@link dev.wsboot.annotation.OnError} method.
	 * @param path the path of the endpoint as it was declared
	 * @param kind the kind of mistakes
	 * @return the number since the start of the application; 0 for an unknown path
	 */
	long clientErrors(String path, ClientError kind);

	/**
	 * Returns the paths of the endpoints that a class declares.
	 * @param endpoint the class of an endpoint, or a supertype of several
	 * @return the paths, at least one
	 * @throws IllegalArgumentException if there is no such endpoint
	 */
	List<String> paths(Class<?> endpoint);

	/**
	 * Returns what runs code that the application attaches to stages of the server, such
	 * as that of a send.
	 * @return runs a task, and keeps the thread-locals that it sets from the next one
	 */
	Consumer<Runnable> completions();

	/**
	 * Returns what decides about handshakes for these endpoints.
	 * @param executor runs what may block: interceptors, and conversions of other than
	 * simple types
	 * @param defaults the server's options for sessions of endpoints without others
	 * @return the handler
	 * @throws InvalidEndpointException if an attribute of an endpoint has no effect with
	 * these options
	 */
	HandshakeHandler handshakeHandler(Executor executor, SessionOptions defaults);

}
