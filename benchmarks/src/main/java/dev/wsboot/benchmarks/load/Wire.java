package dev.wsboot.benchmarks.load;

/**
 * What a server speaks, from the socket up.
 */
public enum Wire {

	/** Plain TCP: what is sent comes back. */
	RAW,
	/** WebSocket. */
	WS,
	/** WebSocket over TLS. */
	WSS

}
