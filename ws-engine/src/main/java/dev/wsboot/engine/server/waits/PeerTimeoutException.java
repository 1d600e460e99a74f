package dev.wsboot.engine.server.waits;

import java.io.Serial;
import java.util.concurrent.TimeoutException;

/**
 * Says that a handler could wait for its peer for a second only, as too many others wait
 * for theirs.
 */
public final class PeerTimeoutException extends TimeoutException {

	@Serial
	private static final long serialVersionUID = 1L;

	PeerTimeoutException() {
		super("The peer takes too long, while as many handlers wait for theirs as may");
	}

}
