/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.benchmarks.load;

import java.io.PrintWriter;

import picocli.CommandLine;

/**
 * Says in one sentence what is wrong with a command's arguments. Stateless.
 */
public final class MistakeHandler implements CommandLine.IParameterExceptionHandler {

	@Override
	public int handleParseException(CommandLine.ParameterException ex, String[] args) {
		PrintWriter err = ex.getCommandLine().getErr();
		err.println(ex.getMessage());
		err.println("See --help");
		err.flush();
		return CommandLine.ExitCode.USAGE;
	}

}
