package dev.wsboot.engine.server;

import dev.wsboot.engine.server.Backlog.Verdict;

/**
 * The rule that drops waiting messages, from the oldest on, until there is room for the
 * new one. Stateless.
 */
final class DropOldestRule implements OverflowRule {

	@Override
	public Verdict makeRoom(Backlog pending, OutboundFrame newest, int limit, FrameList dropped) {
		pending.dropWaiting(newest, limit, dropped);
		return Verdict.ADDED;
	}

}
