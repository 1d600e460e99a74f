package dev.wsboot.benchmarks.load;

/**
 * What a scenario does, as a run sees it. Called by the thread of its run.
 */
interface Workload {

	/**
	 * Opens connections, a few at a time.
	 * @return whether all are open
	 */
	boolean open();

	/** Sends the first messages. */
	void start();

	/**
	 * Sends what is due.
	 * @param now the time
	 * @return nanoseconds until something is due again; {@code Long.MAX_VALUE} if answers
	 * alone make it send
	 */
	default long sendDue(long now) {
		return Long.MAX_VALUE;
	}

	/** Answers no more: from now on, messages only come back. */
	void stop();

	/**
	 * How many messages have not come back.
	 * @return their number, after the stop
	 */
	long underWay();

}
