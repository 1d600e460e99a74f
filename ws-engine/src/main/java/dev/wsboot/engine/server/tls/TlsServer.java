/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.tls;

import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.StandardConstants;

import dev.wsboot.engine.options.InvalidOptionException;
import dev.wsboot.engine.options.TlsOptions;
import dev.wsboot.engine.server.log.Log;
import dev.wsboot.engine.server.memory.HeapBuffers;
import dev.wsboot.engine.server.memory.WriteBuffers;
import org.jspecify.annotations.Nullable;

/**
 * The parts that all TLS connections of a server share: the current options, threads for
 * the calculations of handshakes, and buffers. Safe to use from any thread.
 */
public final class TlsServer {

	/** RFC 5246 6.2.3: the largest record, with its header. */
	static final int MAX_RECORD = 5 + 16 * 1024 + 2048;

	/** The most encrypted bytes that a full write buffer becomes. */
	static final int BUFFER_SIZE = WriteBuffers.SIZE / (16 * 1024) * MAX_RECORD;

	/** RFC 7301 3.1: the one protocol in which WebSocket connections open here. */
	private static final String[] APPLICATION_PROTOCOLS = { "http/1.1" };

	/** {@code null} if another server does the handshakes. */
	private final @Nullable Supplier<TlsOptions> options;

	/**
	 * One thread for each processor, because a signature is nothing but calculation; they
	 * end when there is nothing to sign. The queue holds a task for each connection at
	 * most.
	 */
	private final ThreadPoolExecutor tasks;

	/**
	 * Buffers for threads other than the event loops, which have their own. On the heap,
	 * where the ciphers of the JDK work without another copy.
	 */
	final HeapBuffers buffers = new HeapBuffers(BUFFER_SIZE);

	/**
	 * Creates the TLS parts of a server.
	 * @param options returns the options for the next handshake; {@code null} if another
	 * server does the handshakes
	 * @throws InvalidOptionException if there are protocols or cipher suites that the JDK
	 * does not have
	 */
	public TlsServer(@Nullable Supplier<TlsOptions> options) {
		this.options = options;
		AtomicInteger number = new AtomicInteger();
		int threads = Math.max(2, Runtime.getRuntime().availableProcessors());
		this.tasks = new ThreadPoolExecutor(threads, threads, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
				(task) -> {
					Thread thread = new Thread(task, "ws-tls-" + number.getAndIncrement());
					thread.setDaemon(true);
					return thread;
				});
		this.tasks.allowCoreThreadTimeOut(true);
		if (options != null) {
			check(options());
		}
	}

	/** Finds mistakes at the start, and loads the classes of the first handshake. */
	private static void check(TlsOptions options) {
		try {
			newEngine(options);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidOptionException("ssl.ciphers", options.ciphers(),
					"names what this JDK does not have: " + ex.getMessage());
		}
		options.serverNames().values().forEach(TlsServer::check);
	}

	/** Returns the options for a connection that begins now. */
	TlsOptions options() {
		return Objects.requireNonNull(this.options, "Another server does the handshakes").get();
	}

	/** Creates the engine of one connection, and begins its handshake. */
	static SSLEngine begin(TlsOptions options) throws SSLException {
		SSLEngine engine = newEngine(options);
		engine.beginHandshake();
		return engine;
	}

	private static SSLEngine newEngine(TlsOptions options) {
		SSLEngine engine = options.context().createSSLEngine();
		engine.setUseClientMode(false);
		SSLParameters parameters = engine.getSSLParameters();
		parameters.setProtocols(options.protocols().toArray(String[]::new));
		if (!options.ciphers().isEmpty()) {
			parameters.setCipherSuites(options.ciphers().toArray(String[]::new));
		}
		parameters.setUseCipherSuitesOrder(true);
		parameters.setApplicationProtocols(APPLICATION_PROTOCOLS);
		switch (options.clientAuth()) {
			case NONE -> {
			}
			case WANT -> parameters.setWantClientAuth(true);
			case NEED -> parameters.setNeedClientAuth(true);
		}
		engine.setSSLParameters(parameters);
		return engine;
	}

	/**
	 * Returns the name that a client has asked for (RFC 6066 3).
	 * @param names what its ClientHello lists
	 * @return the name, or {@code null} if there is none
	 */
	static @Nullable String requestedName(List<SNIServerName> names) {
		for (SNIServerName name : names) {
			if (name.getType() == StandardConstants.SNI_HOST_NAME) {
				return new String(name.getEncoded(), StandardCharsets.US_ASCII);
			}
		}
		return null;
	}

	/**
	 * Runs a task of a handshake.
	 * @return {@code false} if the server has stopped
	 */
	boolean execute(Runnable task) {
		try {
			this.tasks.execute(task);
			return true;
		}
		catch (RejectedExecutionException ex) {
			Log.log(Level.DEBUG, "TLS handshake after the stop", ex);
			return false;
		}
	}

	/** Ends the threads of handshakes once they have nothing to do. */
	public void shutdown() {
		this.tasks.shutdown();
	}

}
