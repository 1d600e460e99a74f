/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.log;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * The engine's log, which never throws: where files or memory are used up, logging is the
 * first to fail, and that must not take an event loop with it. Safe to use from any
 * thread.
 */
public final class Log {

	private static final Logger logger = System.getLogger("dev.wsboot.engine");

	private Log() {
	}

	public static void log(Level level, String message) {
		log(level, message, null);
	}

	public static void log(Level level, String message, @Nullable Throwable cause) {
		try {
			logger.log(level, message, cause);
		}
		catch (Throwable ex) {
			// there is no other way to report it
		}
	}

	public static void log(Level level, Supplier<String> message) {
		try {
			logger.log(level, message);
		}
		catch (Throwable ex) {
			// there is no other way to report it
		}
	}

}
