/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server;

import dev.wsboot.engine.PreparedMessage;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.WsSession;

/**
 * A recorder that sends every message back.
 */
class Echo extends Recorder {

	@Override
	void whenMessage(WsSession session, WsMessage message) throws Exception {
		session.send(PreparedMessage.of(message));
	}

}
