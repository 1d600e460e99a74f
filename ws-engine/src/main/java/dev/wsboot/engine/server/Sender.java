package dev.wsboot.engine.server;

/**
 * Who has sent a message to a session, which decides what the limit of its outbound queue
 * means for that message.
 */
enum Sender {

	/** Code of the application that serves somebody else: the overflow policy rules. */
	OTHER,
	/** The thread that handles the session's own messages, which are paced. */
	HANDLER,
	/** Another thread that answers a message of the session. */
	REPLY

}
