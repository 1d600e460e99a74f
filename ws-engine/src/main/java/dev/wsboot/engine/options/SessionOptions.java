package dev.wsboot.engine.options;

import java.time.Duration;
import java.util.Objects;

/**
 * The settings of one session that may differ from those of its server. The values of a
 * server come from {@link WsServerOptions#session}, and an accepting decision may carry
 * others. Sessions refer to the instance, so one for all sessions of an endpoint costs no
 * memory for each. An immutable value.
 *
 * @param maxMessageSize bytes of a message; a larger one closes the session with 1009
 * @param maxFrameSize bytes of a frame; a larger one closes the session with 1009
 * @param maxFragments fragments of a message, empty ones counted; more close the session
 * with 1008
 * @param inboundMaxMessages queued messages from which on reading pauses
 * @param inboundMaxBytes queued bytes from which on reading pauses
 * @param inboundStreamTimeout the time that the handler of a message that it reads as it
 * arrives waits for its peer, in all and beyond what {@code inboundStreamMinRate} grants,
 * after which the session is closed with 1008; zero for no limit
 * @param inboundStreamMinRate the bytes of such a message that grant one more second; 0
 * for none, however many arrive
 * @param sendBufferLimit bytes in the outbound queue beyond which the overflow policy
 * applies
 * @param overflowPolicy the treatment of a session whose outbound queue is full
 * @param pingInterval the silence of the peer after which a ping is sent; zero for no
 * pings
 * @param pongTimeout the silence of the peer after such a ping that cuts the connection
 * (1006)
 * @param idleTimeout the time without a message in either direction after which the
 * session is closed with 1001; zero for never
 * @param rateLimit the number of messages and bytes that the peer may send in each second
 */
public record SessionOptions(int maxMessageSize, int maxFrameSize, int maxFragments, int inboundMaxMessages,
		int inboundMaxBytes, Duration inboundStreamTimeout, int inboundStreamMinRate, int sendBufferLimit,
		OverflowPolicy overflowPolicy, Duration pingInterval, Duration pongTimeout, Duration idleTimeout,
		RateLimit rateLimit) {

	/**
	 * Creates options; {@link WsServerOptions#session} and the methods of its result
	 * spare callers the order of these.
	 * @throws InvalidOptionException if a value is out of its range
	 */
	public SessionOptions {
		WsServerOptions.requirePositive(maxMessageSize, "max-message-size");
		WsServerOptions.requirePositive(maxFrameSize, "max-frame-size");
		WsServerOptions.requirePositive(maxFragments, "max-fragments");
		WsServerOptions.requirePositive(inboundMaxMessages, "inbound.max-messages");
		WsServerOptions.requirePositive(inboundMaxBytes, "inbound.max-bytes");
		WsServerOptions.requireNotNegative(inboundStreamTimeout, "inbound.stream-timeout");
		WsServerOptions.requireNotNegative(inboundStreamMinRate, "inbound.stream-min-rate");
		WsServerOptions.requirePositive(sendBufferLimit, "send.buffer-limit");
		Objects.requireNonNull(overflowPolicy, "'overflowPolicy' must not be null");
		WsServerOptions.requireNotNegative(pingInterval, "keep-alive.ping-interval");
		WsServerOptions.requirePositive(pongTimeout, "keep-alive.pong-timeout");
		WsServerOptions.requireNotNegative(idleTimeout, "idle-timeout");
		Objects.requireNonNull(rateLimit, "'rateLimit' must not be null");
	}

	/**
	 * Sets the maximum size of a message, and the maximum size of a frame with it: a
	 * smaller one would refuse messages that are sent in one frame, as browsers do. A
	 * send buffer limit below that size is raised to it, as what one session sends
	 * another often receives.
	 * @param bytes the new value; the default is that of the server
	 * @return new options
	 * @throws InvalidOptionException if the value is not positive
	 */
	public SessionOptions maxMessageSize(int bytes) {
		return new SessionOptions(bytes, bytes, this.maxFragments, this.inboundMaxMessages, this.inboundMaxBytes,
				this.inboundStreamTimeout, this.inboundStreamMinRate, Math.max(this.sendBufferLimit, bytes),
				this.overflowPolicy, this.pingInterval, this.pongTimeout, this.idleTimeout, this.rateLimit);
	}

	/**
	 * Sets the number of queued messages from which on reading pauses.
	 * @param messages the new value; the default is that of the server
	 * @return new options
	 * @throws InvalidOptionException if the value is not positive
	 */
	public SessionOptions inboundMaxMessages(int messages) {
		return new SessionOptions(this.maxMessageSize, this.maxFrameSize, this.maxFragments, messages,
				this.inboundMaxBytes, this.inboundStreamTimeout, this.inboundStreamMinRate, this.sendBufferLimit,
				this.overflowPolicy, this.pingInterval, this.pongTimeout, this.idleTimeout, this.rateLimit);
	}

	/**
	 * Sets the number of queued bytes from which on reading pauses.
	 * @param bytes the new value; the default is that of the server
	 * @return new options
	 * @throws InvalidOptionException if the value is not positive
	 */
	public SessionOptions inboundMaxBytes(int bytes) {
		return new SessionOptions(this.maxMessageSize, this.maxFrameSize, this.maxFragments, this.inboundMaxMessages,
				bytes, this.inboundStreamTimeout, this.inboundStreamMinRate, this.sendBufferLimit, this.overflowPolicy,
				this.pingInterval, this.pongTimeout, this.idleTimeout, this.rateLimit);
	}

	/**
	 * Sets the time that a handler waits for the rest of a message that it reads as it
	 * arrives.
	 * @param value the new value, zero for no limit; the default is that of the server
	 * @return new options
	 * @throws InvalidOptionException if the value is negative
	 */
	public SessionOptions inboundStreamTimeout(Duration value) {
		return new SessionOptions(this.maxMessageSize, this.maxFrameSize, this.maxFragments, this.inboundMaxMessages,
				this.inboundMaxBytes, value, this.inboundStreamMinRate, this.sendBufferLimit, this.overflowPolicy,
				this.pingInterval, this.pongTimeout, this.idleTimeout, this.rateLimit);
	}

	/**
	 * Sets the bytes of a message that is read as it arrives that grant its peer one more
	 * second.
	 * @param bytes the new value, 0 for none; the default is that of the server
	 * @return new options
	 * @throws InvalidOptionException if the value is negative
	 */
	public SessionOptions inboundStreamMinRate(int bytes) {
		return new SessionOptions(this.maxMessageSize, this.maxFrameSize, this.maxFragments, this.inboundMaxMessages,
				this.inboundMaxBytes, this.inboundStreamTimeout, bytes, this.sendBufferLimit, this.overflowPolicy,
				this.pingInterval, this.pongTimeout, this.idleTimeout, this.rateLimit);
	}

	/**
	 * Sets the number of bytes in the outbound queue beyond which the overflow policy
	 * applies.
	 * @param bytes the new value; the default is that of the server
	 * @return new options
	 * @throws InvalidOptionException if the value is not positive
	 */
	public SessionOptions sendBufferLimit(int bytes) {
		return new SessionOptions(this.maxMessageSize, this.maxFrameSize, this.maxFragments, this.inboundMaxMessages,
				this.inboundMaxBytes, this.inboundStreamTimeout, this.inboundStreamMinRate, bytes, this.overflowPolicy,
				this.pingInterval, this.pongTimeout, this.idleTimeout, this.rateLimit);
	}

	/**
	 * Sets the treatment of a session whose outbound queue is full.
	 * @param value the new value; the default is that of the server
	 * @return new options
	 */
	public SessionOptions overflowPolicy(OverflowPolicy value) {
		return new SessionOptions(this.maxMessageSize, this.maxFrameSize, this.maxFragments, this.inboundMaxMessages,
				this.inboundMaxBytes, this.inboundStreamTimeout, this.inboundStreamMinRate, this.sendBufferLimit, value,
				this.pingInterval, this.pongTimeout, this.idleTimeout, this.rateLimit);
	}

	/**
	 * Sets the silence of the peer after which a ping is sent.
	 * @param value the new value, zero for no pings; the default is that of the server
	 * @return new options
	 * @throws InvalidOptionException if the value is negative
	 */
	public SessionOptions pingInterval(Duration value) {
		return new SessionOptions(this.maxMessageSize, this.maxFrameSize, this.maxFragments, this.inboundMaxMessages,
				this.inboundMaxBytes, this.inboundStreamTimeout, this.inboundStreamMinRate, this.sendBufferLimit,
				this.overflowPolicy, value, this.pongTimeout, this.idleTimeout, this.rateLimit);
	}

	/**
	 * Sets the silence of the peer after a ping that cuts the connection.
	 * @param value the new value; the default is that of the server
	 * @return new options
	 * @throws InvalidOptionException if the value is not positive
	 */
	public SessionOptions pongTimeout(Duration value) {
		return new SessionOptions(this.maxMessageSize, this.maxFrameSize, this.maxFragments, this.inboundMaxMessages,
				this.inboundMaxBytes, this.inboundStreamTimeout, this.inboundStreamMinRate, this.sendBufferLimit,
				this.overflowPolicy, this.pingInterval, value, this.idleTimeout, this.rateLimit);
	}

	/**
	 * Sets the time without a message after which the session is closed.
	 * @param value the new value, zero for never; the default is that of the server
	 * @return new options
	 * @throws InvalidOptionException if the value is negative
	 */
	public SessionOptions idleTimeout(Duration value) {
		return new SessionOptions(this.maxMessageSize, this.maxFrameSize, this.maxFragments, this.inboundMaxMessages,
				this.inboundMaxBytes, this.inboundStreamTimeout, this.inboundStreamMinRate, this.sendBufferLimit,
				this.overflowPolicy, this.pingInterval, this.pongTimeout, value, this.rateLimit);
	}

	/**
	 * Sets the number of messages and bytes that the peer may send in each second.
	 * @param value the new value; the default is that of the server
	 * @return new options
	 */
	public SessionOptions rateLimit(RateLimit value) {
		return new SessionOptions(this.maxMessageSize, this.maxFrameSize, this.maxFragments, this.inboundMaxMessages,
				this.inboundMaxBytes, this.inboundStreamTimeout, this.inboundStreamMinRate, this.sendBufferLimit,
				this.overflowPolicy, this.pingInterval, this.pongTimeout, this.idleTimeout, value);
	}

}
