/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.benchmarks.compare;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.wsboot.benchmarks.load.scenario.Target;
import dev.wsboot.benchmarks.load.scenario.Wire;

/**
 * A server in a JVM of its own. For one thread; it is ended with this JVM, too.
 */
final class ServerProcess implements AutoCloseable {

	private static final int FIRST_PORT = 19000;

	/**
	 * The first of the ports used by the generator, which may leave many in TIME_WAIT.
	 */
	private static final int FIRST_EPHEMERAL_PORT = 32768;

	private static final long START_SECONDS = 40;

	private static final long STOP_SECONDS = 4;

	private static int nextPort = FIRST_PORT;

	private final Contestant contestant;

	private final int port;

	private final Process process;

	private final Thread atExit;

	private ServerProcess(Contestant contestant, int port, Process process) {
		this.contestant = contestant;
		this.port = port;
		this.process = process;
		this.atExit = new Thread(process::destroyForcibly);
		Runtime.getRuntime().addShutdownHook(this.atExit);
	}

	/**
	 * Starts a server and waits until it listens.
	 * @param contestant the server
	 * @param settings how to start it
	 * @param maxMessageSize the largest message it must take
	 * @param jvmOptions more options for its JVM
	 * @return the server
	 * @throws IOException if it does not listen in time
	 * @throws InterruptedException if the thread is interrupted
	 */
	static ServerProcess start(Contestant contestant, Settings settings, int maxMessageSize, List<String> jvmOptions)
			throws IOException, InterruptedException {
		Files.createDirectories(settings.logs());
		Path log = settings.logs().resolve(contestant.name().replace('/', '-') + ".log");
		int port = freePort();
		ProcessBuilder command = new JvmCommand(settings.serverProcessors()).add(settings.serverJvmOptions())
			.add(jvmOptions)
			.add("-cp", contestant.classPath(), contestant.mainClass().getName())
			.add(Integer.toString(port), Integer.toString(maxMessageSize))
			.toProcess()
			.redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.to(log.toFile()));
		command.environment().put("BENCH_TLS", Boolean.toString(contestant.wire() == Wire.WSS));
		ServerProcess server = new ServerProcess(contestant, port, command.start());
		try {
			server.awaitListening(log.toFile());
			return server;
		}
		catch (IOException | InterruptedException ex) {
			server.close();
			throw ex;
		}
	}

	/** Returns the first of two consecutive free ports. */
	private static int freePort() throws IOException {
		while (nextPort < FIRST_EPHEMERAL_PORT) {
			int port = nextPort;
			nextPort += 2;
			if (isFree(port) && isFree(port + 1)) {
				return port;
			}
		}
		throw new IOException("There are no two free ports in a row from " + FIRST_PORT + " on");
	}

	private static boolean isFree(int port) {
		try (ServerSocket socket = new ServerSocket()) {
			socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private void awaitListening(File log) throws IOException, InterruptedException {
		long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
		while (!isListening()) {
			if (!this.process.isAlive()) {
				throw new IOException("The server has ended with status " + this.process.exitValue() + ", see " + log);
			}
			if (System.nanoTime() > deadline) {
				throw new IOException("The server does not listen after " + START_SECONDS + " s, see " + log);
			}
			Thread.sleep(100);
		}
	}

	private boolean isListening() {
		try (Socket socket = new Socket()) {
			socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), this.port), 1000);
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	Target target() {
		int fanOutPort = (this.contestant.wire() == Wire.RAW) ? this.port + 1 : this.port;
		return new Target(this.port, fanOutPort, this.contestant.prefix() + "/echo", this.contestant.prefix() + "/all",
				this.contestant.wire(), this.process.pid());
	}

	@Override
	public void close() {
		this.process.destroy();
		try {
			this.process.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.process.destroyForcibly();
		Runtime.getRuntime().removeShutdownHook(this.atExit);
	}

}
