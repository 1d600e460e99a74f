/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The walls of the house, on its Spring side.
 */
@Tag("long")
class ArchitectureTest {

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages("dev.wsboot");

	@Test
	void thereAreClassesToCheck() {
		assertThat(CLASSES.contain("dev.wsboot.endpoint.WsEndpoints")).isTrue();
		assertThat(CLASSES.contain("dev.wsboot.engine.WsSession")).isTrue();
	}

	@Test
	void springSideKnowsTheEnginesApiOnly() {
		noClasses().that()
			.resideInAPackage("dev.wsboot..")
			.and()
			.resideOutsideOfPackages("dev.wsboot.engine..", "dev.wsboot.test..")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("dev.wsboot.engine.frame..", "dev.wsboot.engine.compression..",
					"dev.wsboot.engine.handshake..", "dev.wsboot.engine.protocol..", "dev.wsboot.engine.proxy..")
			.check(CLASSES);
	}

	@Test
	void internalPackagesHaveNoCycles() {
		slices().matching("dev.wsboot.internal.(*)..").should().beFreeOfCycles().check(CLASSES);
	}

	@Test
	void packagesHaveNoCycles() {
		slices()
			.matching(
					"dev.wsboot.(annotation|endpoint|internal|jsonrpc|security|server|session|autoconfigure|actuate)..")
			.should()
			.beFreeOfCycles()
			.check(CLASSES);
	}

	@Test
	void onlyTheAutoConfigurationKnowsSpringBootsConditions() {
		noClasses().that()
			.resideInAnyPackage("dev.wsboot.annotation..", "dev.wsboot.endpoint..", "dev.wsboot.internal..",
					"dev.wsboot.security..", "dev.wsboot.server..", "dev.wsboot.session..", "dev.wsboot.actuate..")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework.boot.autoconfigure..")
			.check(CLASSES);
	}

}
