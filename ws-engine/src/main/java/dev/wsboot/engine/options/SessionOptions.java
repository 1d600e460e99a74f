/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.options;

import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * The options of one session that may differ from those of its server. The values of a
 * server come from {@link WsServerOptions#session}, and an accepting decision may carry
 * others. Sessions refer to the instance, so one for all sessions of an endpoint costs no
 * memory for each. An immutable value.
 *
 * @param messages the limits of received messages; the size of a frame is set
 * @param inbound the limits of messages that are queued for the handler
 * @param send the limits of what is queued to be written; the buffer limit is set
 * @param keepAlive the timeouts by which a dead or an idle peer is found
 * @param rateLimit the number of messages and bytes that the peer may send in each second
 */
public record SessionOptions(MessageOptions messages, InboundOptions inbound, SendOptions send,
		KeepAliveOptions keepAlive, RateLimit rateLimit) {

	private static final SessionOptions DEFAULTS = new SessionOptions(MessageOptions.defaults(),
			InboundOptions.defaults(), SendOptions.defaults(), KeepAliveOptions.defaults(), RateLimit.defaults());

	/**
	 * Creates options. A size of frames or a buffer limit that is not set gets its
	 * default, which depends on the size of a message.
	 */
	public SessionOptions {
		messages = messages.withFrameSize();
		Objects.requireNonNull(inbound, "'inbound' must not be null");
		send = send.withBufferLimit(messages.maxSize());
		Objects.requireNonNull(keepAlive, "'keepAlive' must not be null");
		Objects.requireNonNull(rateLimit, "'rateLimit' must not be null");
	}

	/**
	 * Returns the defaults of a server.
	 * @return options that can be refined
	 */
	public static SessionOptions defaults() {
		return DEFAULTS;
	}

	/**
	 * Sets the maximum size of a message, and the maximum size of a frame with it: a
	 * smaller one would reject messages that are sent in one frame, as browsers do. A
	 * send buffer limit below that size is raised to it, as messages of one session are
	 * often sent to another.
	 * @param bytes the new value; the default is that of the server
	 * @return new options
	 * @throws InvalidOptionException if the value is not positive
	 */
	public SessionOptions maxMessageSize(int bytes) {
		return messages((limits) -> limits.maxSize(bytes).maxFrameSize(bytes))
			.send((limits) -> limits.bufferLimit(Math.max(limits.bufferLimit(), bytes)));
	}

	/**
	 * Changes the limits of received messages.
	 * @param change returns the new options for the present ones
	 * @return new options
	 */
	public SessionOptions messages(UnaryOperator<MessageOptions> change) {
		return new SessionOptions(change.apply(this.messages), this.inbound, this.send, this.keepAlive, this.rateLimit);
	}

	/**
	 * Changes the limits of messages that are queued for the handler.
	 * @param change returns the new options for the present ones
	 * @return new options
	 */
	public SessionOptions inbound(UnaryOperator<InboundOptions> change) {
		return new SessionOptions(this.messages, change.apply(this.inbound), this.send, this.keepAlive, this.rateLimit);
	}

	/**
	 * Changes the limits of what is queued to be written.
	 * @param change returns the new options for the present ones
	 * @return new options
	 */
	public SessionOptions send(UnaryOperator<SendOptions> change) {
		return new SessionOptions(this.messages, this.inbound, change.apply(this.send), this.keepAlive, this.rateLimit);
	}

	/**
	 * Changes the timeouts by which a dead or an idle peer is found.
	 * @param change returns the new options for the present ones
	 * @return new options
	 */
	public SessionOptions keepAlive(UnaryOperator<KeepAliveOptions> change) {
		return new SessionOptions(this.messages, this.inbound, this.send, change.apply(this.keepAlive), this.rateLimit);
	}

	/**
	 * Changes the number of messages and bytes that the peer may send in each second.
	 * @param change returns the new limit for the present one
	 * @return new options
	 */
	public SessionOptions rateLimit(UnaryOperator<RateLimit> change) {
		return rateLimit(change.apply(this.rateLimit));
	}

	/**
	 * Sets the number of messages and bytes that the peer may send in each second.
	 * @param value the new value; the default is that of the server
	 * @return new options
	 */
	public SessionOptions rateLimit(RateLimit value) {
		return new SessionOptions(this.messages, this.inbound, this.send, this.keepAlive, value);
	}

}
