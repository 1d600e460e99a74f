package dev.wsboot.internal.jsonrpc;

import java.util.ArrayList;
import java.util.List;

import dev.wsboot.engine.PreparedMessage;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.WsSession;
import org.jspecify.annotations.Nullable;

/**
 * Sends the answers to one message of JSON-RPC: that to a request at once, those to a
 * batch together when all are there. Safe to use from any thread.
 */
final class JsonRpcResponses {

	private final WsSession session;

	/** {@code null} unless it is a batch. Guarded by itself. */
	private final @Nullable List<byte[]> batch;

	/** How many messages of the batch are not done. Guarded by the batch. */
	private int left;

	private JsonRpcResponses(WsSession session, @Nullable List<byte[]> batch, int left) {
		this.session = session;
		this.batch = batch;
		this.left = left;
	}

	static JsonRpcResponses toOne(WsSession session) {
		return new JsonRpcResponses(session, null, 1);
	}

	static JsonRpcResponses toBatch(WsSession session, int size) {
		return new JsonRpcResponses(session, new ArrayList<>(), size);
	}

	/**
	 * Says that one message is done.
	 * @param answer the answer to it, or {@code null} for none
	 */
	void done(byte @Nullable [] answer) {
		if (this.batch == null) {
			if (answer != null) {
				send(answer);
			}
			return;
		}
		byte[] all = null;
		synchronized (this.batch) {
			if (answer != null) {
				this.batch.add(answer);
			}
			this.left--;
			if (this.left == 0 && !this.batch.isEmpty()) {
				all = JsonRpcWriter.batch(this.batch);
			}
		}
		if (all != null) {
			send(all);
		}
	}

	private void send(byte[] json) {
		// on whichever thread the last answer has come
		this.session.asReply(() -> this.session.send(PreparedMessage.of(WsMessage.ofText(json))));
	}

}
