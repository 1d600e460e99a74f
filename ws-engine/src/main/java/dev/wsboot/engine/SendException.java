package dev.wsboot.engine;

import java.io.Serial;

/**
 * Says why a message was not written.
 */
public final class SendException extends Exception {

	@Serial
	private static final long serialVersionUID = 1L;

	private final Reason reason;

	/**
	 * Creates an exception without a stack trace: the trace would show the event loop,
	 * and a thousand receivers may fail at once.
	 * @param reason the kind of failure
	 */
	public SendException(Reason reason) {
		super(reason.text, null, false, false);
		this.reason = reason;
	}

	/**
	 * Returns the kind of failure.
	 * @return the kind
	 */
	public Reason reason() {
		return this.reason;
	}

	/**
	 * The kinds of failure.
	 */
	public enum Reason {

		/**
		 * The session is closing or closed, or was cut before the message was written.
		 */
		CLOSED("The session closed before the message was written"),
		/**
		 * The peer reads too slowly: the queue is over its limit, and the policy let this
		 * message go.
		 */
		OVERFLOW("The peer reads too slowly, so the message was dropped"),
		/**
		 * A newer message with an equal key has taken the place of this one, which the
		 * peer had not been ready for.
		 */
		REPLACED("A newer message with the key of this one has taken its place");

		private final String text;

		Reason(String text) {
			this.text = text;
		}

	}

}
