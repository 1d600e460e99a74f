/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PreparedMessageTest {

	@Test
	void eachEncodingIsMadeOnceForAllThreads() throws Exception {
		PreparedMessage message = PreparedMessage.text("hello");
		AtomicInteger made = new AtomicInteger();
		CountDownLatch start = new CountDownLatch(1);
		List<byte[]> results = new ArrayList<>();
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			threads.add(new Thread(() -> {
				try {
					start.await();
				}
				catch (InterruptedException ex) {
					throw new IllegalStateException(ex);
				}
				byte[] encoded = message.encoded("key", (payload) -> {
					made.incrementAndGet();
					return new byte[payload.length + 1];
				});
				synchronized (results) {
					results.add(encoded);
				}
			}));
		}
		threads.forEach(Thread::start);
		start.countDown();
		for (Thread thread : threads) {
			thread.join();
		}
		assertThat(made).hasValue(1);
		assertThat(results).hasSize(8).allSatisfy((each) -> assertThat(each).isSameAs(results.get(0)).hasSize(6));
	}

	@Test
	void encodingsAreToldApart() {
		PreparedMessage message = PreparedMessage.text("hello");
		byte[] same = message.encoded(1, (payload) -> payload);
		byte[] other = message.encoded(2, (payload) -> new byte[0]);
		assertThat(same).isSameAs(message.bytes());
		assertThat(other).isEmpty();
		assertThat(message.encoded(1, (payload) -> new byte[1])).isSameAs(same);
		assertThat(new String(message.bytes(), StandardCharsets.UTF_8)).isEqualTo("hello");
	}

}
