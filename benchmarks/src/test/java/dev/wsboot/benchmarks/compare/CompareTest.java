/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.benchmarks.compare;

import java.io.PrintWriter;
import java.io.StringWriter;

import dev.wsboot.benchmarks.load.scenario.Scenarios;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The comparison's arguments.
 */
class CompareTest {

	private final StringWriter out = new StringWriter();

	private final StringWriter err = new StringWriter();

	private final CommandLine commandLine = Compare.commandLine()
		.setOut(new PrintWriter(this.out))
		.setErr(new PrintWriter(this.err));

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			--servers nety             | There is no server 'nety'; there are raw-nio, engine-loop,
			--scenarios echo           | There is no scenario 'echo'; there are echo-100,
			--rounds 0                 | --rounds must be greater than 0
			--rounds some              | Invalid value for option '--rounds': 'some' is not an int
			--seconds 0                | --seconds must be greater than 0
			--warm-up -1               | --lead and --warm-up must not be negative
			--rate 0                   | --rate and --idle-connections must be greater than 0
			--speed                    | Unknown option: '--speed'
			--build here               | 'here' is not NAME=DIRECTORY
			--build old=/nowhere       | There is no /nowhere/ws-engine/target/classes; compile that build first
			""")
	void aMistakeIsNamed(String arguments, String complaint) {
		assertThat(this.commandLine.execute(arguments.split(" "))).isEqualTo(CommandLine.ExitCode.USAGE);
		assertThat(this.err.toString()).contains(complaint).hasLineCount(2);
	}

	@Test
	void helpNamesAllServersAndScenarios() {
		assertThat(this.commandLine.execute("--help")).isEqualTo(CommandLine.ExitCode.OK);
		assertThat(this.out.toString()).contains(Contestant.all().stream().map(Contestant::name).toList())
			.contains(Scenarios.texts().keySet());
	}

}
