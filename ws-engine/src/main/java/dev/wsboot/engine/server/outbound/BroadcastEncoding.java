/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

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
 * The encodings of the message of one broadcast: one for each encoder, made when the
 * first session needs it. Used by one thread.
 */
public final class BroadcastEncoding {

	private final Object message;

	/** The future of all frames, if the message is an item of a stream. */
	private final @Nullable BroadcastItem item;

	/** The encoder of the last session, which the next one probably has as well. */
	private @Nullable MessageEncoder encoder;

	/** The message as {@link #encoder} has made it. */
	private @Nullable PreparedMessage latest;

	/** The messages of all encoders; {@code null} before the first one is used. */
	private @Nullable Map<@Nullable MessageEncoder, PreparedMessage> all;

	/**
	 * The counts of the payloads that were sent: one for each encoding.
	 */
	private final List<SharedPayload> shared = new ArrayList<>(1);

	/** The number of frames with each payload, in the order of {@link #shared}. */
	private long[] frames = new long[1];

	/**
	 * Creates the encodings of a message, of which there is none yet.
	 * @param message the message, or an object that is to be encoded
	 */
	public BroadcastEncoding(Object message) {
		this.item = (message instanceof BroadcastItem present) ? present : null;
		this.message = (this.item != null) ? Objects.requireNonNull(this.item.message) : message;
	}

	/**
	 * Counts the payload of a frame once for all frames of this broadcast, until the
	 * frame is complete.
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

	/** Ends the broadcast: no more frames follow. */
	public void end() {
		for (int i = 0; i < this.shared.size(); i++) {
			this.shared.get(i).release(SharedPayloads.MANY - this.frames[i]);
		}
	}

	/** Returns true if the message needs no encoder. */
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
