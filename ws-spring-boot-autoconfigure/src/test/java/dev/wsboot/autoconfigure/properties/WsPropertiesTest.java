/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.autoconfigure.properties;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WsPropertiesTest {

	@Test
	void durationsWithoutUnitAreInSeconds() {
		Map<String, String> texts = new TreeMap<>();
		PropertyValues.ofDefaults().forEach((name, value) -> {
			if (value instanceof Duration) {
				texts.put(name, "7");
			}
		});
		assertThat(texts).containsKeys("ws.idle-timeout", "ws.keep-alive.ping-interval", "ws.shutdown.delay");
		Map<String, @Nullable Object> bound = PropertyValues.ofBound(texts);
		assertThat(texts.keySet())
			.allSatisfy((name) -> assertThat(bound.get(name)).as(name).isEqualTo(Duration.ofSeconds(7)));
	}

}
