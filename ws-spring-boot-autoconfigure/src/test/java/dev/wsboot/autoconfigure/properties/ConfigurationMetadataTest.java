/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.autoconfigure.properties;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The metadata of the properties agrees with {@code docs/configuration.md}.
 */
class ConfigurationMetadataTest {

	private static final Pattern NAME = Pattern.compile("`([a-z.-]+)[^`]*`");

	private static final JsonNode METADATA = metadata();

	/** By names, the defaults as the page has them. */
	private static final Map<String, String> DOCUMENTED = documented();

	@Test
	void eachPropertyIsDocumentedAndEachDocumentedPropertyExists() {
		Set<String> names = new TreeSet<>();
		METADATA.path("properties").forEach((property) -> names.add(property.path("name").asString()));
		assertThat(names).contains("ws.port", "ws.keep-alive.ping-interval", "ws.ssl.server-name-bundles");
		assertThat(DOCUMENTED.keySet()).isEqualTo(names);
	}

	@Test
	void documentedDefaultsAreThoseOfTheProperties() {
		for (JsonNode property : METADATA.path("properties")) {
			JsonNode value = property.path("defaultValue");
			String name = property.path("name").asString();
			if (!value.isMissingNode() && name.startsWith("ws.")) {
				String text = value.asString();
				assertThat(DOCUMENTED.get(name)).as(name).contains("`" + (text.equals("0B") ? "0" : text) + "`");
			}
		}
	}

	@Test
	void defaultsInMetadataAreThoseOfTheProperties() {
		Map<String, String> texts = new TreeMap<>();
		for (JsonNode property : METADATA.path("properties")) {
			String name = property.path("name").asString();
			if (property.has("defaultValue") && name.startsWith("ws.") && !name.equals("ws.enabled")) {
				texts.put(name, property.path("defaultValue").asString());
			}
		}
		Map<String, @Nullable Object> bound = PropertyValues.ofBound(texts);
		PropertyValues.ofDefaults().forEach((name, value) -> {
			if (value != null && !List.of().equals(value)) {
				assertThat(texts)
					.as("Add the default %s of %s to additional-spring-configuration-metadata.json, as "
							+ "the annotation processor sees literals only", value, name)
					.containsKey(name);
			}
			assertThat(bound.get(name)).as("The default of %s in additional-spring-configuration-metadata.json", name)
				.isEqualTo(value);
		});
	}

	@Test
	void groupsAndPropertiesAreDescribed() {
		assertThat(METADATA.path("groups")).isNotEmpty()
			.allSatisfy((group) -> assertThat(group.path("description").asString("")).as(group.path("name").asString())
				.endsWith("."));
		assertThat(METADATA.path("properties")).allSatisfy(
				(property) -> assertThat(property.path("description").asString("")).as(property.path("name").asString())
					.endsWith("."));
	}

	@Test
	void unitOfDurationsIsDescribed() {
		assertThat(METADATA.path("properties"))
			.filteredOn((property) -> property.path("type").asString().equals("java.time.Duration"))
			.isNotEmpty()
			.allSatisfy((property) -> assertThat(property.path("description").asString())
				.contains("If a duration suffix is not specified, seconds will be used."));
	}

	@Test
	void valuesOfEnumsHaveHints() throws ClassNotFoundException {
		Map<String, Set<String>> hints = new TreeMap<>();
		METADATA.path("hints").forEach((hint) -> {
			Set<String> values = new TreeSet<>();
			hint.path("values").forEach((value) -> values.add(value.path("value").asString()));
			hints.put(hint.path("name").asString(), values);
		});
		int enums = 0;
		for (JsonNode property : METADATA.path("properties")) {
			String type = property.path("type").asString();
			Class<?> valueType = type.startsWith("dev.wsboot.") ? Class.forName(type) : Object.class;
			if (valueType.isEnum()) {
				enums++;
				String name = property.path("name").asString();
				assertThat(hints.get(name)).as(name)
					.containsExactlyInAnyOrder(Arrays.stream(valueType.getEnumConstants())
						.map((value) -> value.toString().toLowerCase(Locale.ROOT).replace('_', '-'))
						.toArray(String[]::new));
			}
		}
		assertThat(enums).isPositive();
	}

	private static JsonNode metadata() {
		try (InputStream file = WsProperties.class
			.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
			// other libraries have such a file, too, and the first is ours
			JsonNode metadata = JsonMapper.shared().readTree(file);
			assertThat(metadata.path("groups").path(0).path("name").asString()).startsWith("ws");
			return metadata;
		}
		catch (IOException ex) {
			throw new AssertionError("The metadata cannot be read", ex);
		}
	}

	/** A row may name several properties, the second by the end of its name only. */
	private static Map<String, String> documented() {
		Map<String, String> documented = new TreeMap<>();
		for (String line : page().split("\n")) {
			String[] cells = line.split("(?<!\\\\)\\|");
			if (cells.length < 3) {
				continue;
			}
			Matcher name = NAME.matcher(cells[1]);
			String first = "";
			while (name.find()) {
				String text = name.group(1);
				if (text.startsWith(".")) {
					text = first.substring(0, first.lastIndexOf('.')) + text;
				}
				else {
					first = text;
				}
				boolean isProperty = text.startsWith("management.health.ws.")
						|| (text.startsWith("ws.") && cells.length > 3);
				boolean ofElement = first.startsWith("ws.ssl.server-name-bundles") && !text.equals(first);
				if (isProperty && !ofElement) {
					documented.put(text, cells[2]);
				}
			}
		}
		return documented;
	}

	private static String page() {
		try {
			String page = Files.readString(Path.of("../docs/configuration.md"));
			int meters = page.indexOf("## Meters");
			return page.substring(0, (meters > 0) ? meters : page.length());
		}
		catch (IOException ex) {
			throw new AssertionError("docs/configuration.md cannot be read", ex);
		}
	}

}
