package dev.wsboot.engine.server.outbound;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.wsboot.engine.MessageEncoder;
import dev.wsboot.engine.PreparedMessage;
import dev.wsboot.engine.server.memory.SharedPayload;
import dev.wsboot.engine.server.memory.SharedPayloads;
import org.jspecify.annotations.Nullable;

/**
 * The message of one broadcast, encoded once for each encoder when the first session
 * needs it. Used by one thread.
 */
public final class BroadcastEncoding {

	private final Object message;

	/** Learns what becomes of the frames, if the message is an item of a stream. */
	private final @Nullable BroadcastItem item;

	/** The latest encoder, of which the next session probably is, too. */
	private @Nullable MessageEncoder encoder;

	/** The message of the latest encoder. */
	private @Nullable PreparedMessage latest;

	/** The messages of all encoders, or {@code null} while there is only one. */
	private @Nullable Map<@Nullable MessageEncoder, PreparedMessage> all;

	/**
	 * What counts the payloads that sessions were sent: one, or one for each encoding.
	 */
	private final List<SharedPayload> shared = new ArrayList<>(1);

	/** How many frames each of them was shared with. */
	private long[] frames = new long[1];

	/**
	 * Creates a message that is not encoded yet.
	 * @param message the message, or an object that is to be encoded
	 */
	public BroadcastEncoding(Object message) {
		this.item = (message instanceof BroadcastItem present) ? present : null;
		this.message = (this.item != null) ? Objects.requireNonNull(this.item.message) : message;
	}

	/**
	 * Shares the payload of a frame with the other frames of this broadcast. Completing
	 * the frame ends that.
	 */
	public void share(OutboundFrame frame, SharedPayloads payloads) {
		if (this.item != null) {
			this.item.addTo(frame);
		}
		for (int i = 0; i < this.shared.size(); i++) {
			if (this.shared.get(i).bytes == frame.payload()) {
				this.frames[i]++;
				frame.share(this.shared.get(i));
				return;
			}
		}
		SharedPayload added = payloads.of(frame.payload());
		int index = this.shared.size();
		if (index == this.frames.length) {
			this.frames = Arrays.copyOf(this.frames, 2 * index);
		}
		this.shared.add(added);
		this.frames[index] = 1;
		frame.share(added);
	}

	/** No more frames follow. */
	public void end() {
		for (int i = 0; i < this.shared.size(); i++) {
			this.shared.get(i).release(SharedPayloads.MANY - this.frames[i]);
		}
	}

	/** Whether the message needs no encoder. */
	public boolean isPrepared() {
		return this.message instanceof PreparedMessage;
	}

	/**
	 * Returns the message for a session.
	 * @param wanted the encoder of the session; {@code null} for none, or if the message
	 * is prepared
	 */
	public PreparedMessage of(@Nullable MessageEncoder wanted) {
		if (this.message instanceof PreparedMessage prepared) {
			return prepared;
		}
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
