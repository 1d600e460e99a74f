package dev.wsboot.engine;

/**
 * What happens to a session whose outbound queue is over its limit because the peer reads
 * too slowly. Control frames are never dropped, nor are parts of a fragmented message.
 */
public enum OverflowPolicy {

	/** The session is closed with 1008. */
	CLOSE,
	/** The message that does not fit is dropped. */
	DROP_NEWEST,
	/** The longest waiting messages are dropped until the new one fits. */
	DROP_OLDEST,
	/** All waiting messages are dropped: only the newest matters. */
	CONFLATE

}
