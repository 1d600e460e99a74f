package dev.wsboot.engine.server;

import dev.wsboot.engine.server.Backlog.Verdict;

/**
 * The rule that drops the new message. Stateless.
 */
final class DropNewestRule implements OverflowRule {

	@Override
	public Verdict makeRoom(Backlog pending, OutboundFrame newest, int limit, FrameList dropped) {
		return Verdict.DROPPED;
	}

}
