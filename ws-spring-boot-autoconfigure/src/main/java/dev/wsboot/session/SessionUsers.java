/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.session;

import java.util.Set;

import dev.wsboot.engine.CloseStatus;
import dev.wsboot.engine.WsRecipients;
import dev.wsboot.engine.WsSessions;

import org.springframework.util.Assert;

/**
 * The users of sessions. Safe to use from any thread.
 *
 * @param all the sessions
 */
record SessionUsers(WsSessions all) implements WsUsers {

	SessionUsers {
		Assert.notNull(all, "'all' must not be null");
	}

	@Override
	public boolean isOnline(String name) {
		return !sessions(name).isEmpty();
	}

	@Override
	public Set<String> online() {
		return this.all.users();
	}

	@Override
	public int count() {
		return online().size();
	}

	@Override
	public WsRecipients sessions(String name) {
		return this.all.ofUser(name);
	}

	@Override
	public void disconnect(String name, CloseStatus status) {
		sessions(name).close(status);
	}

}
