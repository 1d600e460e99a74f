/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.autoconfigure.properties;

import java.beans.PropertyDescriptor;
import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanUtils;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/**
 * Reads all properties of {@link WsProperties} and its groups by their names.
 */
final class PropertyValues {

	private PropertyValues() {
	}

	/** Returns the defaults by the names of the properties, such as "ws.port". */
	static Map<String, @Nullable Object> ofDefaults() {
		return of(new WsProperties());
	}

	/** Returns the values of all properties after some of them were set. */
	static Map<String, @Nullable Object> ofBound(Map<String, String> texts) {
		return of(new Binder(new MapConfigurationPropertySource(texts)).bind("ws", WsProperties.class).get());
	}

	private static Map<String, @Nullable Object> of(WsProperties properties) {
		Map<String, @Nullable Object> values = new TreeMap<>();
		read("ws", properties, values);
		return values;
	}

	private static void read(String prefix, Object group, Map<String, @Nullable Object> values) {
		for (PropertyDescriptor property : BeanUtils.getPropertyDescriptors(group.getClass())) {
			String name = prefix + "." + DataObjectPropertyName.toDashedForm(property.getName());
			if (property.getWriteMethod() != null) {
				values.put(name, read(property, group));
			}
			else if (property.getPropertyType().getPackage() == WsProperties.class.getPackage()) {
				read(name, read(property, group), values);
			}
		}
	}

	private static Object read(PropertyDescriptor property, Object group) {
		try {
			return property.getReadMethod().invoke(group);
		}
		catch (IllegalAccessException | InvocationTargetException ex) {
			throw new AssertionError("The property " + property.getName() + " cannot be read", ex);
		}
	}

}
