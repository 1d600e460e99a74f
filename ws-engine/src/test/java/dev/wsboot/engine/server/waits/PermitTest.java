/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.waits;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import dev.wsboot.engine.SessionEvent;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Which sessions get permits to wait for their peers, and for how long.
 */
class PermitTest {

	@Test
	void permitsAreHandedOnInOrder() {
		List<String> granted = new ArrayList<>();
		PeerWaits waits = new PeerWaits(1, System::nanoTime);
		Permit first = new Permit(waits, null, () -> granted.add("first"));
		Permit second = new Permit(waits, null, () -> granted.add("second"));
		Permit third = new Permit(waits, null, () -> granted.add("third"));
		assertThat(first.request()).isTrue();
		assertThat(second.request()).isFalse();
		assertThat(third.request()).isFalse();
		first.end();
		first.end();
		assertThat(granted).containsExactly("second");
		assertThat(second.request()).isTrue();
		Permit fourth = new Permit(waits, null, () -> granted.add("fourth"));
		assertThat(fourth.request()).isFalse();
		third.end();
		second.end();
		assertThat(granted).containsExactly("second", "fourth");
		fourth.end();
		assertThat(new Permit(waits, null, () -> granted.add("fifth")).request()).isTrue();
	}

	@Test
	void standingDependsOnTheCallbacksBefore() {
		SessionWaits session = new PeerWaits(4, System::nanoTime).newSession("kind");
		assertThat(session.standing()).isEqualTo(Standing.NEW);
		session.onCallEnd(false);
		assertThat(session.standing()).isEqualTo(Standing.PROMPT);
		session.onCallEnd(true);
		for (int i = 0; i < 8; i++) {
			assertThat(session.standing()).isEqualTo(Standing.LATE);
			session.onCallEnd(false);
		}
		assertThat(session.standing()).isEqualTo(Standing.PROMPT);
		for (int i = 0; i < 100; i++) {
			session.onCallEnd(true);
		}
		for (int i = 0; i < 256; i++) {
			assertThat(session.standing()).isEqualTo(Standing.LATE);
			session.onCallEnd(false);
		}
		assertThat(session.standing()).isEqualTo(Standing.PROMPT);
	}

	private static SessionWaits session(PeerWaits waits, Standing standing) {
		SessionWaits session = waits.newSession("kind");
		if (standing != Standing.NEW) {
			session.onCallEnd(standing == Standing.LATE);
		}
		return session;
	}

	@Test
	void lateSessionsGetHalfOfThePermitsAndPromptOnesTheLast() {
		List<String> granted = new ArrayList<>();
		PeerWaits waits = new PeerWaits(4, System::nanoTime);
		List<Permit> late = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			String name = "late " + i;
			late.add(new Permit(waits, session(waits, Standing.LATE), () -> granted.add(name)));
		}
		assertThat(late).extracting(Permit::request).containsExactly(true, true, false);
		List<Permit> fresh = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			String name = "new " + i;
			fresh.add(new Permit(waits, session(waits, Standing.NEW), () -> granted.add(name)));
		}
		assertThat(fresh).extracting(Permit::request).containsExactly(true, true, false);
		Permit prompt = new Permit(waits, session(waits, Standing.PROMPT), () -> {
		});
		Permit next = new Permit(waits, session(waits, Standing.PROMPT), () -> granted.add("prompt"));
		assertThat(prompt.request()).isTrue();
		assertThat(next.request()).isFalse();
		late.get(0).end();
		assertThat(granted).containsExactly("prompt");
		late.get(1).end();
		assertThat(granted).containsExactly("prompt", "new 2");
		fresh.get(0).end();
		assertThat(granted).containsExactly("prompt", "new 2", "late 2");
	}

	@Test
	void patienceDependsOnTheStandingAndOnThoseThatLackAPermit() {
		PeerWaits waits = new PeerWaits(4, System::nanoTime);
		List<Permit> permits = new ArrayList<>();
		request(waits, permits, Standing.LATE, 2);
		assertThat(waits.patience(Standing.LATE)).isEqualTo(Long.MAX_VALUE);
		request(waits, permits, Standing.LATE, 100);
		assertThat(waits.patience(Standing.LATE)).isEqualTo(PeerWaits.SHORT_NANOS);
		assertThat(waits.patience(Standing.NEW)).isEqualTo(PeerWaits.LONG_NANOS);
		request(waits, permits, Standing.NEW, 6);
		assertThat(waits.patience(Standing.NEW)).isEqualTo(PeerWaits.LONG_NANOS);
		request(waits, permits, Standing.NEW, 4);
		assertThat(waits.patience(Standing.NEW)).as("twice as many as permits").isEqualTo(PeerWaits.LONG_NANOS);
		request(waits, permits, Standing.NEW, 8);
		assertThat(waits.patience(Standing.NEW)).as("four times as many").isEqualTo(PeerWaits.LONG_NANOS / 2);
		request(waits, permits, Standing.NEW, 100);
		assertThat(waits.patience(Standing.NEW)).isEqualTo(PeerWaits.SHORT_NANOS);
		assertThat(waits.patience(Standing.PROMPT)).isEqualTo(PeerWaits.LONG_NANOS);
		permits.forEach(Permit::end);
		assertThat(waits.patience(Standing.LATE)).isEqualTo(Long.MAX_VALUE);
	}

	@Test
	void concurrentCallbacksReturnTheirPermits() {
		PeerWaits waits = new PeerWaits(2, System::nanoTime);
		SessionWaits session = waits.newSession("kind");
		assertThat(session.newPermit(SessionEvent.TEXT, Assertions::fail)).as("permit before a wait").isNull();
		session.onUnplannedWait(SessionEvent.TEXT);
		for (int i = 0; i < 10; i++) {
			Permit permit = session.newPermit(SessionEvent.TEXT, Assertions::fail);
			assertThat(permit.request()).as("permit %d", i).isTrue();
			assertThatIllegalStateException().isThrownBy(() -> session.run(SessionEvent.TEXT, permit, () -> {
				throw new IllegalStateException();
			}));
		}
		AtomicInteger later = new AtomicInteger();
		List<Permit> permits = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			permits.add(session.newPermit(SessionEvent.TEXT, later::incrementAndGet));
		}
		assertThat(permits).extracting(Permit::request).containsExactly(true, true, false);
		session.run(SessionEvent.TEXT, permits.get(0), () -> assertThat(later).hasValue(0));
		assertThat(later).hasValue(1);
	}

	private static void request(PeerWaits waits, List<Permit> permits, Standing standing, int count) {
		for (int i = 0; i < count; i++) {
			Permit permit = new Permit(waits, session(waits, standing), () -> {
			});
			permit.request();
			permits.add(permit);
		}
	}

}
