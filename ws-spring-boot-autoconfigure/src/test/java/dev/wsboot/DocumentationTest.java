/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The pages of documentation as a whole: links lead somewhere, long pages have a table of
 * contents, and the Java of the recipes is what {@code com.example} tests.
 */
class DocumentationTest {

	private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

	private static final Path RECIPES = ROOT.resolve("docs/recipes");

	private static final Path RECIPE_SOURCES = Path.of("src", "test", "java");

	private static final int LONG_PAGE = 110;

	private static final Pattern FENCED = Pattern.compile("^ *```(\\w*)\n(.*?)^ *```$",
			Pattern.MULTILINE | Pattern.DOTALL);

	private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");

	private static final Pattern HEADING = Pattern.compile("^(#+) (.*)$", Pattern.MULTILINE);

	private static final Pattern SOURCE = Pattern.compile("^package (com\\.example[\\w.]*);.*?^class (\\w+)",
			Pattern.MULTILINE | Pattern.DOTALL);

	@Test
	void linksLeadToFilesAndHeadings() {
		Set<String> broken = new TreeSet<>();
		for (Path page : pages()) {
			for (String link : links(text(page))) {
				if (!link.contains("://") && !exists(page, link)) {
					broken.add(ROOT.relativize(page) + ": " + link);
				}
			}
		}
		assertThat(broken).as("links without a target").isEmpty();
	}

	@Test
	void longPagesBeginWithTheirContents() {
		for (Path page : pages()) {
			String text = text(page);
			List<String> parts = headings(text, "##");
			if (page.startsWith(ROOT.resolve("docs")) && text.lines().count() > LONG_PAGE && parts.size() > 3) {
				List<String> contents = links(text.substring(0, text.indexOf("\n## ")));
				assertThat(contents).as("links in the contents of " + ROOT.relativize(page))
					.containsSubsequence(parts.stream().map((part) -> "#" + anchor(part)).toList());
			}
		}
	}

	@Test
	void javaOfRecipesIsTested() {
		List<String> shown = new ArrayList<>();
		for (Path page : pages()) {
			for (MatchResult block : FENCED.matcher(text(page)).results().toList()) {
				Matcher source = SOURCE.matcher(block.group(2));
				if (source.find()) {
					Path file = RECIPE_SOURCES.resolve(source.group(1).replace('.', '/'))
						.resolve(source.group(2) + ".java");
					assertThat(block.group(2)).as("%s, as %s shows it", file, ROOT.relativize(page))
						.isEqualTo(text(file).replace("\t", "    "));
					shown.add(source.group(2));
				}
			}
		}
		assertThat(shown).contains("TokenInterceptor", "Users", "OnlineEndpoint", "Bans", "ChatEndpoint");
	}

	@Test
	void recipesAreInTheirIndex() {
		String index = text(RECIPES.resolve("README.md"));
		for (Path page : pages()) {
			if (page.startsWith(RECIPES) && !page.endsWith("README.md")) {
				assertThat(index).as("the index of recipes").contains("](" + page.getFileName() + ")");
			}
		}
	}

	private static boolean exists(Path page, String link) {
		int hash = link.indexOf('#');
		String name = (hash >= 0) ? link.substring(0, hash) : link;
		Path target = name.isEmpty() ? page : page.resolveSibling(name).normalize();
		if (hash < 0 || !Files.isRegularFile(target)) {
			return hash < 0 && Files.exists(target);
		}
		return headings(text(target), "##", "###", "#").stream()
			.map(DocumentationTest::anchor)
			.anyMatch(link.substring(hash + 1)::equals);
	}

	private static List<String> links(String text) {
		return LINK.matcher(withoutCode(text)).results().map((link) -> link.group(1)).toList();
	}

	private static List<String> headings(String text, String... levels) {
		return HEADING.matcher(withoutCode(text))
			.results()
			.filter((heading) -> List.of(levels).contains(heading.group(1)))
			.map((heading) -> heading.group(2))
			.toList();
	}

	/** The anchor that a heading gets where Markdown is shown. */
	private static String anchor(String heading) {
		return heading.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}_ -]", "").replace(' ', '-');
	}

	private static String withoutCode(String text) {
		return FENCED.matcher(text).replaceAll("");
	}

	private static List<Path> pages() {
		try (Stream<Path> top = Files.list(ROOT); Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
			return Stream.concat(top, docs).filter((file) -> file.toString().endsWith(".md")).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String text(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
