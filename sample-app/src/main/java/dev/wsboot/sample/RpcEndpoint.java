package dev.wsboot.sample;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import dev.wsboot.endpoint.InvalidMessageException;

import dev.wsboot.annotation.OnError;
import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.engine.WsSession;

/**
 * A small API of calls such as <code>{"method":"auth","args":["admin","secret"]}</code>.
 * Each gets one reply, in order. Who has authenticated is remembered for the connection.
 */
@WsEndpoint("/rpc")
class RpcEndpoint {

	private static final String USER = "user";

	private final Map<String, String> users;

	RpcEndpoint(SampleProperties properties) {
		this.users = properties.users();
	}

	@OnMessage
	Reply call(WsSession session, Call call) {
		List<String> args = (call.args() != null) ? call.args() : List.of();
		return switch (String.valueOf(call.method())) {
			case "auth" -> auth(session, args);
			case "getUsers" -> getUsers(session);
			default -> Reply.error(call.method(), "There are the methods auth and getUsers");
		};
	}

	@OnError
	Reply notUnderstood(InvalidMessageException error) {
		return Reply.error(null, "A call looks like {\"method\":\"auth\",\"args\":[\"name\",\"password\"]}");
	}

	private Reply auth(WsSession session, List<String> args) {
		session.attributes().remove(USER);
		if (args.size() != 2 || !isPassword(args.get(0), args.get(1))) {
			return Reply.error("auth", "Wrong name or password");
		}
		session.attributes().put(USER, args.get(0));
		return Reply.result("auth", true);
	}

	private Reply getUsers(WsSession session) {
		if (!session.attributes().containsKey(USER)) {
			return Reply.error("getUsers", "Call auth first");
		}
		return Reply.result("getUsers", new TreeSet<>(this.users.keySet()));
	}

	private boolean isPassword(@Nullable String name, @Nullable String password) {
		if (name == null || password == null) {
			return false;
		}
		String expected = this.users.get(name);
		// isEqual takes the same time wherever the difference is
		return expected != null && MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8),
				password.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * What a client sends.
	 *
	 * @param method the name of the method
	 * @param args its arguments, in order
	 */
	record Call(@Nullable String method, @Nullable List<String> args) {
	}

	/**
	 * What it gets back: a result or an error.
	 *
	 * @param method the method that was called
	 * @param result what the method returned
	 * @param error why it did not
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	record Reply(@Nullable String method, @Nullable Object result, @Nullable String error) {

		static Reply result(String method, Object result) {
			return new Reply(method, result, null);
		}

		static Reply error(@Nullable String method, String error) {
			return new Reply(method, null, error);
		}

	}

}
