package dev.wsboot.engine.server.waits;

import java.util.List;

/**
 * How a session has kept the threads of its callbacks waiting, best first.
 */
enum Standing {

	/** Its callbacks did not wait, or the peer responded. */
	PROMPT,
	/** Nothing is known of the session. */
	NEW,
	/** A callback has waited for the peer in vain. */
	LATE;

	static final List<Standing> ALL = List.of(values());

}
