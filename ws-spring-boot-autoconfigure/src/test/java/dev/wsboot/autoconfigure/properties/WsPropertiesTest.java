/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.autoconfigure.properties;

import java.beans.PropertyDescriptor;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;

import org.springframework.beans.BeanUtils;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

class WsPropertiesTest {

	@Test
	void durationsWithoutUnitAreInSeconds() throws Exception {
		Map<String, Duration> defaults = durations("ws", new WsProperties());
		assertThat(defaults).containsKeys("ws.idle-timeout", "ws.keep-alive.ping-interval", "ws.shutdown.delay");
		Map<String, String> values = new TreeMap<>();
		defaults.keySet().forEach((name) -> values.put(name, "7"));
		WsProperties bound = new Binder(new MapConfigurationPropertySource(values)).bind("ws", WsProperties.class)
			.get();
		assertThat(durations("ws", bound)).hasSameSizeAs(defaults)
			.allSatisfy((name, value) -> assertThat(value).isEqualTo(Duration.ofSeconds(7)));
	}

	private static Map<String, Duration> durations(String prefix, Object group) throws Exception {
		Map<String, Duration> durations = new TreeMap<>();
		for (PropertyDescriptor property : BeanUtils.getPropertyDescriptors(group.getClass())) {
			String name = prefix + "." + DataObjectPropertyName.toDashedForm(property.getName());
			if (property.getPropertyType() == Duration.class) {
				durations.put(name, (Duration) property.getReadMethod().invoke(group));
			}
			else if (property.getPropertyType().getEnclosingClass() == WsProperties.class) {
				durations.putAll(durations(name, property.getReadMethod().invoke(group)));
			}
		}
		return durations;
	}

}
