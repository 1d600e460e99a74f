/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.benchmarks.load;

import java.io.PrintWriter;
import java.io.StringWriter;

import dev.wsboot.benchmarks.load.scenario.Scenario;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The generator's arguments.
 */
class LoadTest {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			echo-100                        | Missing required option: '--port
			--port 1                        | Name at least one scenario: echo-100,
			--port 1 --seconds 0 echo-100   | --seconds must be greater than 0
			--port 1 --lead -1 echo-100     | --lead and --warm-up must not be negative
			--port 1 --rate 0 rate          | --rate and --idle-connections must be greater than 0
			--port 1 idle                   | Scenario 'idle' needs --pid
			--port 1 echo-7                 | There is no scenario 'echo-7'; there are echo-100,
			""")
	void aMistakeIsNamed(String arguments, String complaint) {
		StringWriter err = new StringWriter();
		CommandLine commandLine = Load.commandLine().setErr(new PrintWriter(err));
		assertThat(commandLine.execute(arguments.split(" "))).isEqualTo(CommandLine.ExitCode.USAGE);
		assertThat(err.toString()).contains(complaint).hasLineCount(2);
	}

}
