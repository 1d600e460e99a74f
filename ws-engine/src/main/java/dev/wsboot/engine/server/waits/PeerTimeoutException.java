package dev.wsboot.engine.server.waits;

import java.io.Serial;
import java.util.concurrent.TimeoutException;

/**
 * Says that a handler could wait for its peer for a few seconds only, or not at all, as
 * too many others wait for theirs.
 */
public final class PeerTimeoutException extends TimeoutException {

	@Serial
	private static final long serialVersionUID = 1L;

	PeerTimeoutException() {
		super("The peer takes too long, while too many handlers wait for theirs");
	}

}
