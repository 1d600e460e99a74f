package dev.wsboot.engine.server;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

import dev.wsboot.engine.MessageEncoder;
import dev.wsboot.engine.PreparedMessage;
import org.jspecify.annotations.Nullable;

/**
 * The message of one broadcast, encoded once for each encoder when the first session
 * needs it. Used by one thread.
 */
final class EncodedOnce {

	private final Object message;

	/** The latest encoder, of which the next session probably is, too. */
	private @Nullable MessageEncoder encoder;

	/** The message of the latest encoder. */
	private @Nullable PreparedMessage latest;

	/** The messages of all encoders, or {@code null} while there is only one. */
	private @Nullable Map<@Nullable MessageEncoder, PreparedMessage> all;

	/**
	 * Creates a message that is not encoded yet.
	 * @param message the message, or an object that is to be encoded
	 */
	EncodedOnce(Object message) {
		this.message = message;
	}

	/** Returns the message as the encoder of a session makes it. */
	PreparedMessage of(Session session) {
		if (this.message instanceof PreparedMessage prepared) {
			return prepared;
		}
		MessageEncoder wanted = session.calls.encoder();
		PreparedMessage present = this.latest;
		if (present != null && Objects.equals(wanted, this.encoder)) {
			return present;
		}
		Map<@Nullable MessageEncoder, PreparedMessage> messages = this.all;
		if (messages == null) {
			messages = new HashMap<>();
			this.all = messages;
		}
		PreparedMessage encoded = messages.get(wanted);
		if (encoded == null) {
			encoded = PreparedMessage.of(this.message, wanted);
			messages.put(wanted, encoded);
		}
		this.encoder = wanted;
		this.latest = encoded;
		return encoded;
	}

}
