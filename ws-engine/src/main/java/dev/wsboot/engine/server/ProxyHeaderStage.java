package dev.wsboot.engine.server;

import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;

import dev.wsboot.engine.RejectReason;
import dev.wsboot.engine.frame.ProtocolException;
import dev.wsboot.engine.handshake.ProxyFault;
import dev.wsboot.engine.proxy.ProxyHeaderDecoder;
import dev.wsboot.engine.server.counters.Counters;
import dev.wsboot.engine.server.log.Log;

/**
 * A connection from a proxy before its client's first byte: reads the header of the PROXY
 * protocol. Confined to the event loop.
 */
final class ProxyHeaderStage implements ConnectionStage {

	private final Connection connection;

	private final long deadline;

	private final ProxyHeaderDecoder decoder = new ProxyHeaderDecoder();

	/** Whether the proxy has sent anything. */
	private boolean spoken;

	ProxyHeaderStage(Connection connection, long deadline) {
		this.connection = connection;
		this.deadline = deadline;
	}

	@Override
	public void receive(ByteBuffer data) {
		this.spoken = true;
		try {
			if (this.decoder.decode(data)) {
				this.connection.onProxyHeader(this.decoder.source(), data, this.deadline);
			}
		}
		catch (ProtocolException ex) {
			// an answer would be the client's, who has not asked yet
			Log.log(Level.DEBUG, () -> "A connection from the trusted proxy "
					+ this.connection.remoteAddress().getAddress().getHostAddress() + " is cut: " + ex.getMessage());
			this.connection.context.refusals.refused(ProxyFault.NO_PROXY_HEADER);
			this.connection.end(RejectReason.BAD_REQUEST);
		}
	}

	@Override
	public void onInputEnd() {
		this.connection.end();
	}

	@Override
	public void onLastFrameWritten() {
		// nothing is said here
	}

	@Override
	public void onTick(long now) {
		if (now - this.deadline > 0) {
			this.connection.end(RejectReason.TIMEOUT);
		}
	}

	@Override
	public void onEnd(RejectReason cause) {
		Counters counters = this.connection.context.counters;
		if (cause == RejectReason.DISCONNECTED && !this.spoken) {
			counters.probes.increment();
		}
		else {
			counters.rejected(cause);
			if (cause == RejectReason.TIMEOUT) {
				this.connection.context.refusals.refused(cause);
			}
		}
	}

}
