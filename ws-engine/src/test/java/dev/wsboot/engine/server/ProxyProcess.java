/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;

/**
 * A real proxy that runs with a configuration of {@code docs/proxies.md}.
 */
final class ProxyProcess implements AutoCloseable {

	private static final Path RECIPES = Path.of("..", "docs", "proxies.md");

	private final Process process;

	private final Path log;

	/** The port that clients connect to. */
	final int port;

	private ProxyProcess(Process process, Path log, int port) {
		this.process = process;
		this.log = log;
		this.port = port;
	}

	/**
	 * Returns a configuration.
	 * @param section the heading that it stands under, with its number signs
	 * @param language the language of the block
	 */
	static String recipe(String section, String language) throws IOException {
		String text = Files.readString(RECIPES);
		int heading = text.indexOf("\n" + section + "\n");
		String start = "\n```" + language + "\n";
		int from = text.indexOf(start, heading) + start.length();
		if (heading < 0 || from < start.length()) {
			throw new AssertionError("No " + language + " under '" + section + "' in " + RECIPES);
		}
		return text.substring(from, text.indexOf("\n```", from)) + "\n";
	}

	static ProxyProcess nginx(Path directory, String recipe, int serverPort) throws Exception {
		int port = freePort();
		String temporary = Stream.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
			.map((name) -> name + "_temp_path " + directory + "/" + name + ";\n")
			.reduce("", String::concat);
		String configuration = "daemon off;\nmaster_process off;\npid " + directory + "/nginx.pid;\nevents {}\nhttp {\n"
				+ "access_log off;\n" + temporary
				+ adapt(recipe, "listen 80;", "listen 127.0.0.1:" + port + ";", serverPort) + "}\n";
		return start(directory, port, configuration, "nginx", "-p", directory.toString(), "-e",
				directory.resolve("error.log").toString(), "-c");
	}

	static ProxyProcess haproxy(Path directory, String recipe, int serverPort) throws Exception {
		int port = freePort();
		return start(directory, port, adapt(recipe, "bind :80", "bind 127.0.0.1:" + port, serverPort), "haproxy", "-db",
				"-f");
	}

	static ProxyProcess apache(Path directory, String recipe, int serverPort) throws Exception {
		int port = freePort();
		Path modules = Path.of("/usr/lib/apache2/modules");
		Assumptions.assumeTrue(Files.isDirectory(modules), "apache2 is not installed");
		StringBuilder configuration = new StringBuilder("ServerName localhost\nListen 127.0.0.1:" + port + "\nPidFile "
				+ directory + "/apache.pid\nErrorLog " + directory + "/error.log\nUser www-data\nGroup www-data\n");
		for (String module : List.of("mpm_event", "authz_core", "headers", "proxy", "proxy_http")) {
			configuration.append("LoadModule ")
				.append(module)
				.append("_module ")
				.append(modules.resolve("mod_" + module + ".so"))
				.append('\n');
		}
		configuration.append(adapt(recipe, "*:80", "*:" + port, serverPort));
		return start(directory, port, configuration.toString(), "apache2", "-DFOREGROUND", "-d", directory.toString(),
				"-f");
	}

	static ProxyProcess caddy(Path directory, String recipe, int serverPort) throws Exception {
		int port = freePort();
		String configuration = "{\nadmin off\n}\n"
				+ adapt(recipe, "http://chat.example.com", "http://chat.example.com:" + port, serverPort);
		return start(directory, port, configuration, "caddy", "run", "--adapter", "caddyfile", "--config");
	}

	private static String adapt(String recipe, String listen, String replacement, int serverPort) {
		if (!recipe.contains(listen) || !recipe.contains("127.0.0.1:8090")) {
			throw new AssertionError("The recipe has other ports: " + recipe);
		}
		return recipe.replace(listen, replacement).replace("127.0.0.1:8090", "127.0.0.1:" + serverPort);
	}

	private static ProxyProcess start(Path directory, int port, String configuration, String... command)
			throws Exception {
		Path executable = Stream.of("/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin")
			.map((folder) -> Path.of(folder, command[0]))
			.filter(Files::isExecutable)
			.findFirst()
			.orElse(null);
		Assumptions.assumeTrue(executable != null, command[0] + " is not installed");
		Path file = Files.writeString(directory.resolve("configuration"), configuration);
		Path log = directory.resolve("output.log");
		List<String> arguments = new ArrayList<>(List.of(command));
		arguments.set(0, String.valueOf(executable));
		arguments.add(file.toString());
		ProcessBuilder builder = new ProcessBuilder(arguments).redirectErrorStream(true).redirectOutput(log.toFile());
		builder.environment().put("HOME", directory.toString());
		ProxyProcess proxy = new ProxyProcess(builder.start(), log, port);
		try {
			Await.until(command[0] + " listens", proxy::listens);
		}
		catch (Throwable ex) {
			proxy.close();
			throw ex;
		}
		return proxy;
	}

	private boolean listens() throws IOException {
		if (!this.process.isAlive()) {
			throw new AssertionError("The proxy has ended: " + Files.readString(this.log));
		}
		try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), this.port)) {
			return socket.isConnected();
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

	@Override
	public void close() throws InterruptedException {
		// Apache would wait ten seconds for its children to finish their connections
		List<ProcessHandle> children = this.process.descendants().toList();
		this.process.destroy();
		children.forEach(ProcessHandle::destroyForcibly);
		if (!this.process.waitFor(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
			this.process.destroyForcibly();
		}
	}

}
