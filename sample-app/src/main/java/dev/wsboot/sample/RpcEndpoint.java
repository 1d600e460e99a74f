package dev.wsboot.sample;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.TreeSet;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import dev.wsboot.endpoint.InvalidMessageException;
import dev.wsboot.endpoint.UnknownMessageTypeException;

import dev.wsboot.annotation.OnError;
import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.engine.WsSession;

/**
 * A small API of calls such as <code>{"method":"auth","args":["admin","secret"]}</code>.
 * Each call is answered by one reply, in order. The authenticated user is an attribute of
 * the session.
 */
@WsEndpoint(path = "/rpc", discriminator = "method", payload = "args")
class RpcEndpoint {

	private static final String USER = "user";

	private final Map<String, String> users;

	RpcEndpoint(SampleProperties properties) {
		this.users = properties.users();
	}

	@OnMessage("auth")
	Reply auth(WsSession session, @Nullable String name, @Nullable String password) {
		session.attributes().remove(USER);
		if (name == null || !isPassword(name, password)) {
			return Reply.error("auth", "Wrong name or password");
		}
		session.attributes().put(USER, name);
		return Reply.result("auth", true);
	}

	@OnMessage("getUsers")
	Reply getUsers(WsSession session) {
		if (!session.attributes().containsKey(USER)) {
			return Reply.error("getUsers", "Call auth first");
		}
		return Reply.result("getUsers", new TreeSet<>(this.users.keySet()));
	}

	@OnError
	Reply unknown(UnknownMessageTypeException error) {
		return Reply.error(error.type(), "There are the methods auth and getUsers");
	}

	@OnError
	Reply notUnderstood(InvalidMessageException error) {
		return Reply.error(null, "A call looks like {\"method\":\"auth\",\"args\":[\"name\",\"password\"]}");
	}

	private boolean isPassword(String name, @Nullable String password) {
		if (password == null) {
			return false;
		}
		String expected = this.users.get(name);
		// isEqual compares in constant time
		return expected != null && MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8),
				password.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * The reply to a call: a result or an error.
	 *
	 * @param method the method that was called
	 * @param result the result of the method, or {@code null}
	 * @param error the reason why the call failed, or {@code null}
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
