package dev.wsboot.engine.server;

import dev.wsboot.engine.server.Backlog.Verdict;

/**
 * The rule that closes the connection of a peer that reads too slowly. Stateless.
 */
final class CloseRule implements OverflowRule {

	@Override
	public Verdict makeRoom(Backlog pending, OutboundFrame newest, int limit, FrameList dropped) {
		return Verdict.OVERFLOW;
	}

}
