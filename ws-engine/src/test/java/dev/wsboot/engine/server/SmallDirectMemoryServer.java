/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import dev.wsboot.engine.HandshakeDecision;
import dev.wsboot.engine.SessionEvent;
import dev.wsboot.engine.SessionHandler;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.WsSession;
import dev.wsboot.engine.server.fixture.Servers;
import dev.wsboot.engine.server.memory.DirectMemory;
import dev.wsboot.engine.server.memory.WriteBuffers;
import dev.wsboot.engine.server.session.Session;

/**
 * An echo server in a JVM of its own that tells, for each line it reads, the JVM's limit
 * on direct memory and the number of collections of the old generation.
 */
final class SmallDirectMemoryServer {

	/** Direct memory that the application uses. */
	private static final List<ByteBuffer> USED = new ArrayList<>();

	private SmallDirectMemoryServer() {
	}

	public static void main(String[] args) throws Exception {
		try (WsServer server = WsServer.start(Servers.options().build(),
				(request) -> HandshakeDecision.accept(echo(request.path().equals("/loop"))))) {
			if (Boolean.getBoolean("ws.used-up")) {
				useUp(64 * 1024);
				useUp(512);
			}
			System.out.println(server.port());
			BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
			while (commands.readLine() != null) {
				System.out.println(DirectMemory.ofJvm().limit() + " " + collections());
			}
		}
	}

	private static void useUp(int piece) {
		try {
			while (true) {
				USED.add(ByteBuffer.allocateDirect(piece));
			}
		}
		catch (OutOfMemoryError ex) {
			// all is used
		}
	}

	private static long collections() {
		return ManagementFactory.getGarbageCollectorMXBeans()
			.stream()
			.filter((collector) -> collector.getName().equals("MarkSweepCompact"))
			.mapToLong(GarbageCollectorMXBean::getCollectionCount)
			.sum();
	}

	private static SessionHandler echo(boolean onLoop) {
		return new SessionHandler() {

			@Override
			public void onOpen(WsSession session) {
				if (Boolean.getBoolean("ws.nothing-reserved")) {
					WriteBuffers reserved = ((LoopParts) ((Session) session).host).context.writeBuffers;
					ByteBuffer buffer = reserved.borrow();
					while (buffer != null && buffer.isDirect()) {
						buffer = reserved.borrow();
					}
				}
			}

			@Override
			public void onMessage(WsSession session, WsMessage message) {
				if (message.isText()) {
					session.sendText(message.text());
				}
				else {
					session.sendBinary(ByteBuffer.wrap(message.bytes()));
				}
			}

			@Override
			public boolean isNonBlocking(SessionEvent event) {
				return onLoop;
			}

		};
	}

}
