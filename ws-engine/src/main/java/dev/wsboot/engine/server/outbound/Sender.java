package dev.wsboot.engine.server.outbound;

/**
 * The sender of a message to a session, which decides how the limit of the outbound queue
 * applies to that message.
 */
public enum Sender {

	/** Code of the application that serves somebody else: the overflow policy rules. */
	OTHER,
	/** The thread that handles the session's own messages, which are paced. */
	HANDLER,
	/** Another thread that answers a message of the session. */
	REPLY,
	/**
	 * A stream that answers a message of the session, and goes on when its item is
	 * written. So it has one item here, which waits for room, whatever the policy.
	 */
	STREAM

}
