/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.wsboot.annotation.MessageProtocol;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.engine.options.Compression;
import dev.wsboot.engine.options.CompressionOptions;
import dev.wsboot.engine.options.ContextTakeover;
import dev.wsboot.engine.options.ForwardedHeader;
import dev.wsboot.engine.options.KeepAliveOptions;
import dev.wsboot.engine.options.ProxyOptions;
import dev.wsboot.engine.options.RateLimit;
import dev.wsboot.engine.options.WsServerOptions;

import org.springframework.util.unit.DataSize;

/**
 * Finds options that have no effect because of others, though each is in its range. Used
 * once, at startup.
 */
final class OptionConflicts {

	private final WsServerOptions options;

	private final Duration callTimeout;

	private final List<WsEndpoint> endpoints;

	private final List<String> found = new ArrayList<>();

	private OptionConflicts(WsServerOptions options, Duration callTimeout, List<WsEndpoint> endpoints) {
		this.options = options;
		this.callTimeout = callTimeout;
		this.endpoints = endpoints;
	}

	/**
	 * Finds the conflicts.
	 * @param options the options that the server has been started with
	 * @param callTimeout the time that a call of a client's method waits for its answer
	 * @param endpoints the annotations of the endpoints
	 * @return a sentence for each conflict, with the names of the properties
	 */
	static List<String> of(WsServerOptions options, Duration callTimeout, List<WsEndpoint> endpoints) {
		OptionConflicts conflicts = new OptionConflicts(options, callTimeout, endpoints);
		conflicts.checkSizes();
		conflicts.checkMemory();
		conflicts.checkRate();
		conflicts.checkCompression();
		conflicts.checkOthers();
		return conflicts.found;
	}

	private void checkSizes() {
		int message = this.options.session().messages().maxSize();
		int frame = this.options.session().messages().maxFrameSize();
		int fragments = this.options.session().messages().maxFragments();
		if (frame > message) {
			add("'ws.max-frame-size' (%s) has no effect, as it is larger than 'ws.max-message-size' (%s)", size(frame),
					size(message));
		}
		if ((long) frame * fragments < message) {
			add("A message cannot reach 'ws.max-message-size' (%s), as it has at most 'ws.max-fragments' (%s) frames "
					+ "of 'ws.max-frame-size' (%s)", size(message), fragments, size(frame));
		}
	}

	private void checkMemory() {
		long all = this.options.connections().maxBufferedBytes();
		checkFitsMemory("max-message-size", this.options.session().messages().maxSize(), all);
		checkFitsMemory("inbound.max-bytes", this.options.session().inbound().maxBytes(), all);
		checkFitsMemory("send.buffer-limit", this.options.session().send().bufferLimit(), all);
	}

	private void checkFitsMemory(String option, int bytes, long all) {
		if (bytes > all) {
			add("'ws.%s' (%s) cannot be reached, as all sessions together may hold 'ws.memory.max-buffered' (%s): a "
					+ "session that holds more is closed with 1013", option, size(bytes), size(all));
		}
	}

	private void checkRate() {
		RateLimit limit = this.options.session().rateLimit();
		if (limit.action() != RateLimit.Action.CLOSE) {
			return;
		}
		if (!limit.isLimited() && this.endpoints.stream().noneMatch(OptionConflicts::limitsRate)) {
			add("'ws.rate-limit.action' has no effect without 'ws.rate-limit.messages', 'ws.rate-limit.bytes' "
					+ "or 'ws.rate-limit.inflated-bytes'");
		}
		if (limit.bytes() > 0 && limit.bytes() < this.options.session().messages().maxSize()) {
			add("A message cannot reach 'ws.max-message-size' (%s), as its session is closed with 1008 when it is over "
					+ "'ws.rate-limit.bytes' (%s)", size(this.options.session().messages().maxSize()),
					size(limit.bytes()));
		}
	}

	private static boolean limitsRate(WsEndpoint endpoint) {
		return !endpoint.rateLimitMessages().isEmpty() || !endpoint.rateLimitBytes().isEmpty()
				|| !endpoint.rateLimitInflatedBytes().isEmpty();
	}

	private void checkCompression() {
		CompressionOptions compression = this.options.compression();
		CompressionOptions defaults = CompressionOptions.defaults();
		boolean used = compression.enabled()
				|| this.endpoints.stream().anyMatch((endpoint) -> endpoint.compression() == Compression.ENABLED);
		if (!used && !compression.equals(defaults)) {
			add("The properties below 'ws.compression' have no effect, as neither 'ws.compression.enabled' nor an "
					+ "endpoint turns compression on");
		}
		else if (compression.contextTakeover() == ContextTakeover.NONE
				&& compression.maxMemory() != defaults.maxMemory()) {
			add("'ws.compression.max-memory' has no effect while 'ws.compression.context-takeover' is 'none'");
		}
	}

	private void checkOthers() {
		boolean pings = !this.options.session().keepAlive().pingInterval().isZero()
				|| this.endpoints.stream().anyMatch((endpoint) -> !endpoint.pingInterval().isEmpty());
		if (!pings && !this.options.session()
			.keepAlive()
			.pongTimeout()
			.equals(KeepAliveOptions.defaults().pongTimeout())) {
			add("'ws.keep-alive.pong-timeout' has no effect without pings, as 'ws.keep-alive.ping-interval' is 0");
		}
		if (this.options.connections().maxPerAddress() > this.options.connections().max()) {
			add("'ws.max-connections-per-address' (%s) has no effect, as it is larger than 'ws.max-connections' (%s)",
					this.options.connections().maxPerAddress(), this.options.connections().max());
		}
		ProxyOptions proxy = this.options.proxy();
		if (!proxy.trusted().isEmpty() && !proxy.protocol() && proxy.header() == ForwardedHeader.NONE) {
			add("'ws.proxy.trusted' has no effect without 'ws.proxy.header' or 'ws.proxy.protocol'");
		}
		List<String> origins = this.options.handshake().allowedOrigins();
		if (origins.contains("*") && origins.size() > 1) {
			add("The origins in 'ws.allowed-origins' have no effect beside '*', which allows all");
		}
		List<String> hosts = this.options.handshake().allowedHosts();
		if (hosts.contains("*") && hosts.size() > 1) {
			add("The hosts in 'ws.allowed-hosts' have no effect beside '*', which allows all");
		}
		Duration idle = this.options.session().keepAlive().idleTimeout();
		boolean rpc = this.endpoints.stream()
			.anyMatch(
					(endpoint) -> endpoint.protocol() == MessageProtocol.JSON_RPC && endpoint.idleTimeout().isEmpty());
		if (rpc && !idle.isZero() && this.callTimeout.compareTo(idle) > 0) {
			add("A call of a client's method cannot wait for 'ws.json-rpc.call-timeout' (%s), as a session without "
					+ "messages is closed after 'ws.idle-timeout' (%s)", seconds(this.callTimeout), seconds(idle));
		}
	}

	private void add(String sentence, Object... values) {
		this.found.add(sentence.formatted(values));
	}

	private static String seconds(Duration duration) {
		return duration.toMillis() / 1000.0 + " s";
	}

	private static String size(long bytes) {
		DataSize size = DataSize.ofBytes(bytes);
		if (bytes % (1024 * 1024) == 0) {
			return size.toMegabytes() + "MB";
		}
		return (bytes % 1024 == 0) ? size.toKilobytes() + "KB" : size.toString();
	}

}
