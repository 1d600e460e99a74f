package dev.wsboot.annotation;

/**
 * In which order the messages of one session are handled.
 */
public enum Ordering {

	/** One at a time, as they came; so replies are in that order, too. */
	IN_ORDER,
	/**
	 * Side by side, up to {@link WsEndpoint#maxConcurrency}; replies leave as they are
	 * ready.
	 */
	CONCURRENT

}
