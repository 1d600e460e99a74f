/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.starter;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;

import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * The BOM, which has no parent to take its version and its modules from.
 */
class BomTest {

	private static final XPath XPATH = XPathFactory.newInstance().newXPath();

	@Test
	void bomHasTheVersionOfTheProject() throws Exception {
		String version = XPATH.evaluate("/project/version", pom("pom.xml"));
		assertEquals(version, XPATH.evaluate("/project/version", pom("ws-spring-boot-bom/pom.xml")));
	}

	@Test
	void bomNamesTheModulesThatArePublished() throws Exception {
		Set<String> published = new TreeSet<>();
		for (String module : texts("/project/modules/module", pom("pom.xml"))) {
			Document pom = pom(module + "/pom.xml");
			boolean skipped = XPATH.evaluate("/project/properties/maven.deploy.skip", pom).equals("true");
			if (!skipped && !XPATH.evaluate("/project/packaging", pom).equals("pom")) {
				published.add(module);
			}
		}
		assertEquals(published, texts("/project/dependencyManagement/dependencies/dependency/artifactId",
				pom("ws-spring-boot-bom/pom.xml")));
	}

	private static Document pom(String file) throws Exception {
		try (var in = Files.newInputStream(Path.of("..").resolve(file))) {
			return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in);
		}
	}

	private static Set<String> texts(String path, Document pom) throws Exception {
		Set<String> texts = new TreeSet<>();
		NodeList nodes = (NodeList) XPATH.evaluate(path, pom, XPathConstants.NODESET);
		for (int i = 0; i < nodes.getLength(); i++) {
			texts.add(nodes.item(i).getTextContent());
		}
		return texts;
	}

}
