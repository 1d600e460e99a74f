/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.Executor;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * The package table of {@code docs/design.md}, as rules. A package that does not exist
 * yet satisfies them.
 */
@Tag("long")
class EngineArchitectureTest {

	private static final String API = "dev.wsboot.engine";

	private static final String OPTIONS = API + ".options";

	private static final String FRAME = API + ".frame..";

	private static final String COMPRESSION = API + ".compression..";

	private static final String HANDSHAKE = API + ".handshake..";

	private static final String PROTOCOL = API + ".protocol..";

	private static final String PROXY = API + ".proxy..";

	private static final String SERVER = API + ".server..";

	/** The packages of the server, from the lowest to the highest. */
	private static final List<String> SERVER_PACKAGES = List.of("log", "waits", "counters", "limits", "memory", "loop",
			"transport", "tls", "outbound", "compression", "dispatch", "connection", "session");

	private static final String[] SANS_IO = { FRAME, COMPRESSION, HANDSHAKE, PROTOCOL, PROXY };

	private static final JavaClasses ENGINE = new ClassFileImporter()
		.withImportOption(new ImportOption.DoNotIncludeTests())
		.importPackages(API);

	@Test
	void packagesImportOnlyWhatStandsAboveThem() {
		check(layeredArchitecture().consideringOnlyDependenciesInLayers()
			.withOptionalLayers(true)
			.layer("API")
			.definedBy(API)
			.layer("options")
			.definedBy(OPTIONS)
			.layer("frame")
			.definedBy(FRAME)
			.layer("compression")
			.definedBy(COMPRESSION)
			.layer("handshake")
			.definedBy(HANDSHAKE)
			.layer("protocol")
			.definedBy(PROTOCOL)
			.layer("proxy")
			.definedBy(PROXY)
			.layer("server")
			.definedBy(SERVER)
			.whereLayer("options")
			.mayNotAccessAnyLayer()
			.whereLayer("API")
			.mayOnlyAccessLayers("options")
			.whereLayer("frame")
			.mayOnlyAccessLayers("API", "options")
			.whereLayer("compression")
			.mayOnlyAccessLayers("API", "options", "frame")
			.whereLayer("handshake")
			.mayOnlyAccessLayers("API", "options", "compression")
			.whereLayer("protocol")
			.mayOnlyAccessLayers("API", "options", "frame", "compression", "handshake")
			.whereLayer("proxy")
			.mayOnlyAccessLayers("API", "options", "frame", "handshake"));
	}

	@Test
	void packagesAreThoseOfTheTable() {
		check(classes().should()
			.resideInAnyPackage(API, OPTIONS, FRAME, COMPRESSION, HANDSHAKE, PROTOCOL, PROXY, SERVER)
			.because("a new package needs a place in the layers above"));
	}

	@Test
	void packagesHaveNoCycles() {
		check(slices().matching("dev.wsboot.(**)").should().beFreeOfCycles());
	}

	@Test
	void engineNeedsOnlyTheJdk() {
		check(classes().should()
			.onlyDependOnClassesThat(resideInAnyPackage(API + "..", "java..", "javax.net.ssl..",
					"javax.security.auth..", "com.sun.management..", "org.jspecify.annotations..")));
	}

	@Test
	void protocolCodeIsSansIo() {
		check(noClasses().that()
			.resideInAnyPackage(SANS_IO)
			.should()
			.dependOnClassesThat(resideInAnyPackage("java.nio.channels..", "java.util.concurrent.locks..",
					"java.util.logging..", "javax.net..")
				.or(assignableTo(Thread.class))
				.or(assignableTo(Executor.class))
				.or(assignableTo(Clock.class))
				.or(assignableTo(System.Logger.class))));
	}

	@Test
	void protocolCodeReadsNoClock() {
		check(noClasses().that()
			.resideInAnyPackage(SANS_IO)
			.should()
			.callMethod(System.class, "nanoTime")
			.orShould()
			.callMethod(System.class, "currentTimeMillis"));
	}

	@Test
	void packagesOfTheServerNameOnlyLowerOnes() {
		LayeredArchitecture layers = layeredArchitecture().consideringOnlyDependenciesInLayers()
			.withOptionalLayers(true)
			.layer("server")
			.definedBy(API + ".server");
		for (String name : SERVER_PACKAGES) {
			layers = layers.layer(name).definedBy(API + ".server." + name + "..");
		}
		for (int i = 0; i < SERVER_PACKAGES.size(); i++) {
			String name = SERVER_PACKAGES.get(i);
			String[] lower = SERVER_PACKAGES.subList(0, i).toArray(String[]::new);
			layers = (i == 0) ? layers.whereLayer(name).mayNotAccessAnyLayer()
					: layers.whereLayer(name).mayOnlyAccessLayers(lower);
		}
		check(layers);
	}

	@Test
	void packagesOfTheServerAreLayers() {
		check(classes().that()
			.resideInAPackage(API + ".server.*..")
			.should()
			.resideInAnyPackage(
					SERVER_PACKAGES.stream().map((name) -> API + ".server." + name + "..").toArray(String[]::new))
			.because("a new package needs a place in the layers of the server"));
	}

	/**
	 * The module exports {@code .server} but none of the packages below it, so that only
	 * here a public type is seen by applications.
	 */
	@Test
	void exportedServerPackageShowsOnlyWhatIsListed() {
		check(classes().that()
			.resideInAPackage(API + ".server")
			.and()
			.areTopLevelClasses()
			.and()
			.haveNameNotMatching(".*\\.(WsServer|HandlerExecutor|AllowedOrigins|PeerWaits|Permit|PeerFuture"
					+ "|PeerTimeoutException|SessionMemory|StreamItems|MountedHandshake|MountedRequest|MountedSocket)")
			.should()
			.notBePublic());
	}

	private static void check(ArchRule rule) {
		rule.allowEmptyShould(true).check(ENGINE);
	}

}
