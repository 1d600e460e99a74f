package dev.wsboot.engine.server.outbound;

import org.jspecify.annotations.Nullable;

/**
 * The allowance of a thread that replies to a session's messages in place of the thread
 * that handles them. Guarded by the lock of the session's {@link OutboundQueue}.
 */
public final class ReplyAllowance {

	/** The last frame of this thread that went beyond the limit of the queue. */
	private @Nullable OutboundFrame beyond;

	/**
	 * Decides about a frame that is beyond the limit of the queue. So replies wait for as
	 * many messages beyond the limit as there are threads that reply, and no more.
	 * @param frame the frame
	 * @return whether the one before is written
	 */
	public boolean goesBeyond(OutboundFrame frame) {
		if (this.beyond != null && !this.beyond.isWritten()) {
			return false;
		}
		this.beyond = frame;
		return true;
	}

}
