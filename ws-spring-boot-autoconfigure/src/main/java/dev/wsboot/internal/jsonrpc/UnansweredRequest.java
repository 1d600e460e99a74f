package dev.wsboot.internal.jsonrpc;

import java.io.IOException;
import java.io.Serial;
import java.util.concurrent.TimeoutException;

import dev.wsboot.endpoint.ClientError;
import dev.wsboot.internal.invocation.ClientFault;
import org.jspecify.annotations.Nullable;

/**
 * A call of a client's method that the client has not answered, which is no error of the
 * application: any client can provoke it, as often as it likes.
 */
interface UnansweredRequest extends ClientFault {

	@Override
	default ClientError kind() {
		return ClientError.UNANSWERED;
	}

	/** The answer did not come in time. */
	final class Late extends TimeoutException implements UnansweredRequest {

		@Serial
		private static final long serialVersionUID = 1L;

		Late(String message) {
			super(message);
		}

	}

	/** As many calls wait for answers as may. */
	final class OneOfTooMany extends IllegalStateException implements UnansweredRequest {

		@Serial
		private static final long serialVersionUID = 1L;

		OneOfTooMany(String message) {
			super(message);
		}

	}

	/** The session has ended before. */
	final class Ended extends IOException implements UnansweredRequest {

		@Serial
		private static final long serialVersionUID = 1L;

		Ended(@Nullable Throwable cause) {
			super("The session closed before the call was answered", cause);
		}

	}

}
