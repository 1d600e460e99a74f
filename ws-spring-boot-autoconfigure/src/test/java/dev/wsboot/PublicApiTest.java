/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.wsboot.autoconfigure.properties.WsProperties;
import dev.wsboot.engine.server.WsServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code docs/api.md} has a row for each public type, which names its methods and says
 * why they are there. So nothing becomes public without a reason.
 */
@Tag("long")
class PublicApiTest {

	private static final String ENGINE = "dev.wsboot.engine";

	/** The packages that are public only because Java has no other way to share them. */
	private static final String INTERNAL = "dev.wsboot.internal.";

	/** The packages that the engine's module exports without restriction. */
	private static final Set<String> EXPORTED = exported();

	/** A row, and the type that it begins with. */
	private static final Pattern ROW = Pattern.compile("^\\| `@?(\\w+)` \\|.*", Pattern.MULTILINE);

	private static final Pattern CODE = Pattern.compile("`([^`]*)`");

	private static final Pattern WORD = Pattern.compile("\\w+");

	/** The name of a getter or a setter. */
	private static final Pattern PROPERTY = Pattern.compile("(get|is|set)[A-Z]\\w*");

	private static final Map<String, Set<String>> ROWS = rows();

	private static final List<Class<?>> TYPES = publicTypes();

	@Test
	void thereAreTypesToCheck() {
		assertThat(TYPES.stream().map(Class::getPackageName)).contains("dev.wsboot.engine", "dev.wsboot.engine.server",
				"dev.wsboot.endpoint", "dev.wsboot.test");
	}

	@Test
	void eachPublicTypeAndMethodHasItsReason() {
		Set<String> missing = new TreeSet<>();
		for (Class<?> type : TYPES) {
			Set<String> named = ROWS.getOrDefault(outermost(type).getSimpleName(), Set.of());
			Stream.concat(Stream.of(type.getSimpleName()), methods(type))
				.filter((name) -> !named.contains(name))
				.forEach((name) -> missing.add(type.getName() + ": " + name));
		}
		assertThat(missing)
			.as("Public, but without a reason. Name it in the row of its type in docs/api.md and say there who needs it, "
					+ "or make it package-private")
			.isEmpty();
	}

	@Test
	void eachRowIsAboutPublicType() {
		Set<String> gone = new TreeSet<>(ROWS.keySet());
		TYPES.forEach((type) -> gone.remove(type.getSimpleName()));
		assertThat(gone).as("Rows of docs/api.md about types that are gone, or not public").isEmpty();
	}

	@Test
	void eachTypeHasOneRow() {
		Set<String> seen = new TreeSet<>();
		assertThat(ROW.matcher(page()).results().map((row) -> row.group(1)).filter((type) -> !seen.add(type)))
			.as("Types with more than one row in docs/api.md")
			.isEmpty();
	}

	private static List<Class<?>> publicTypes() {
		return new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
			.importPackages("dev.wsboot")
			.that(DescribedPredicate.describe("are exported", PublicApiTest::isExported))
			.stream()
			.<Class<?>>map(JavaClass::reflect)
			.filter(PublicApiTest::isPublic)
			.toList();
	}

	private static boolean isExported(JavaClass type) {
		String name = type.getPackageName();
		if (name.startsWith(INTERNAL)) {
			return false;
		}
		return EXPORTED.contains(name) || !(name.equals(ENGINE) || name.startsWith(ENGINE + "."));
	}

	private static Set<String> exported() {
		try {
			Path classes = Path.of(WsServer.class.getProtectionDomain().getCodeSource().getLocation().toURI());
			return ModuleFinder.of(classes)
				.find(ENGINE)
				.orElseThrow()
				.descriptor()
				.exports()
				.stream()
				.filter((exports) -> !exports.isQualified())
				.map(ModuleDescriptor.Exports::source)
				.collect(Collectors.toSet());
		}
		catch (URISyntaxException ex) {
			throw new AssertionError("The engine's module descriptor cannot be read", ex);
		}
	}

	private static boolean isPublic(Class<?> type) {
		return Modifier.isPublic(type.getModifiers())
				&& (type.getDeclaringClass() == null || isPublic(type.getDeclaringClass()));
	}

	private static Class<?> outermost(Class<?> type) {
		return (type.getDeclaringClass() != null) ? outermost(type.getDeclaringClass()) : type;
	}

	/**
	 * Returns the names of a type's public methods, without those that are explained
	 * elsewhere: by what they override, as a component of a record, or as a property.
	 */
	private static Stream<String> methods(Class<?> type) {
		Set<String> components = components(type);
		return Arrays.stream(type.getDeclaredMethods())
			.filter((method) -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
			.filter((method) -> !isOverride(method) && !isOfEveryEnum(method) && !isOfProperty(method))
			.map(Method::getName)
			.filter((name) -> !components.contains(name));
	}

	/** Of a record and what is nested in it, such as its builder. */
	private static Set<String> components(@Nullable Class<?> type) {
		if (type == null) {
			return new HashSet<>();
		}
		Set<String> components = components(type.getDeclaringClass());
		if (type.isRecord()) {
			Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).forEach(components::add);
		}
		return components;
	}

	private static boolean isOverride(Method method) {
		return parents(method.getDeclaringClass()).flatMap((parent) -> Arrays.stream(parent.getDeclaredMethods()))
			.anyMatch((each) -> each.getName().equals(method.getName())
					&& Arrays.equals(each.getParameterTypes(), method.getParameterTypes()));
	}

	private static Stream<Class<?>> parents(Class<?> type) {
		return Stream.concat(Stream.ofNullable(type.getSuperclass()), Arrays.stream(type.getInterfaces()))
			.flatMap((parent) -> Stream.concat(Stream.of(parent), parents(parent)));
	}

	private static boolean isOfEveryEnum(Method method) {
		return method.getDeclaringClass().isEnum() && Set.of("values", "valueOf").contains(method.getName());
	}

	private static boolean isOfProperty(Method method) {
		return method.getDeclaringClass().getPackage() == WsProperties.class.getPackage()
				&& PROPERTY.matcher(method.getName()).matches();
	}

	/** By the types that they begin with, the words that each row has in code. */
	private static Map<String, Set<String>> rows() {
		Map<String, Set<String>> rows = new TreeMap<>();
		Matcher row = ROW.matcher(page());
		while (row.find()) {
			rows.put(row.group(1),
					CODE.matcher(row.group())
						.results()
						.flatMap((code) -> WORD.matcher(code.group(1)).results())
						.map((word) -> word.group())
						.collect(Collectors.toSet()));
		}
		return rows;
	}

	private static String page() {
		try {
			return Files.readString(Path.of("../docs/api.md"));
		}
		catch (IOException ex) {
			throw new AssertionError("docs/api.md cannot be read", ex);
		}
	}

}
