/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.model;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.endpoint.InvalidEndpointException;
import dev.wsboot.engine.WsOriginPolicy;
import dev.wsboot.engine.options.Compression;
import dev.wsboot.engine.options.InvalidOptionException;
import dev.wsboot.engine.options.RateLimit;
import dev.wsboot.engine.options.SessionOptions;
import dev.wsboot.engine.options.WsServerOptions;
import dev.wsboot.engine.server.AllowedOrigins;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.StringUtils;
import org.springframework.util.unit.DataSize;

/**
 * The options of one endpoint that differ from those of its server, from the attributes
 * of {@link WsEndpoint}. Created once, at startup; immutable afterwards.
 */
public final class EndpointOptions {

	private static final Log logger = LogFactory.getLog(EndpointOptions.class);

	private final Location location;

	private final WsEndpoint annotation;

	private final Function<String, @Nullable String> placeholders;

	private final List<String> subprotocols;

	private final Compression compression;

	private final @Nullable WsOriginPolicy origins;

	private final @Nullable Integer maxStreams;

	private final List<UnaryOperator<SessionOptions>> changes = new ArrayList<>();

	/**
	 * Reads the attributes of an endpoint.
	 * @param location the location of the endpoint
	 * @param annotation the endpoint's annotation
	 * @param placeholders a function that replaces placeholders in a text
	 * @throws InvalidEndpointException if a value cannot be read or is out of its range
	 */
	public EndpointOptions(Location location, WsEndpoint annotation, Function<String, @Nullable String> placeholders) {
		this.location = location;
		this.annotation = annotation;
		this.placeholders = placeholders;
		this.subprotocols = List.of(annotation.subprotocols());
		this.compression = annotation.compression();
		this.origins = readOrigins();
		this.maxStreams = read("maxStreams", annotation.maxStreams(), this::positive);
		add("maxMessageSize", annotation.maxMessageSize(), this::size, SessionOptions::maxMessageSize);
		add("streamTimeout", annotation.streamTimeout(), this::duration,
				(options, value) -> options.inbound((inbound) -> inbound.streamTimeout(value)));
		add("streamMinRate", annotation.streamMinRate(), this::size,
				(options, value) -> options.inbound((inbound) -> inbound.streamMinRate(value)));
		add("sendBufferLimit", annotation.sendBufferLimit(), this::size,
				(options, value) -> options.send((send) -> send.bufferLimit(value)));
		add("overflowPolicy", annotation.overflowPolicy(),
				(options, value) -> options.send((send) -> send.overflowPolicy(value)));
		add("idleTimeout", annotation.idleTimeout(), this::duration,
				(options, value) -> options.keepAlive((keepAlive) -> keepAlive.idleTimeout(value)));
		add("pingInterval", annotation.pingInterval(), this::duration,
				(options, value) -> options.keepAlive((keepAlive) -> keepAlive.pingInterval(value)));
		add("rateLimitMessages", annotation.rateLimitMessages(), this::number,
				(options, value) -> options.rateLimit((limit) -> limit.messages(value)));
		add("rateLimitBytes", annotation.rateLimitBytes(), this::bytes,
				(options, value) -> options.rateLimit((limit) -> limit.bytes(value)));
		add("rateLimitInflatedBytes", annotation.rateLimitInflatedBytes(), this::bytes,
				(options, value) -> options.rateLimit((limit) -> limit.inflatedBytes(value)));
		add("rateLimitWork", annotation.rateLimitWork(), this::millis,
				(options, value) -> options.rateLimit((limit) -> limit.work(value)));
		add("rateLimitAction", annotation.rateLimitAction(),
				(options, value) -> options.rateLimit((limit) -> limit.action(value)));
	}

	/**
	 * Returns the subprotocols of the endpoint's sessions.
	 * @return the names, the preferred one first
	 */
	public List<String> subprotocols() {
		return this.subprotocols;
	}

	/**
	 * Returns whether the endpoint's sessions may be compressed.
	 * @return the choice of the endpoint
	 */
	public Compression compression() {
		return this.compression;
	}

	/**
	 * Returns the policy for the origins of the endpoint's handshakes.
	 * @return the policy, or {@code null} to use the policy of the server
	 */
	public @Nullable WsOriginPolicy origins() {
		return this.origins;
	}

	/**
	 * Returns the maximum number of streamed replies of a session.
	 * @return the number, or {@code null} to use the server's limit
	 */
	public @Nullable Integer maxStreams() {
		return this.maxStreams;
	}

	/**
	 * Returns the options of the endpoint's sessions.
	 * @param server the options of the server's other sessions
	 * @return one instance for all sessions, or the instance of the server if there is no
	 * difference
	 * @throws InvalidEndpointException if an attribute has no effect with these options
	 */
	public SessionOptions session(SessionOptions server) {
		SessionOptions options = server;
		for (UnaryOperator<SessionOptions> change : this.changes) {
			options = change.apply(options);
		}
		checkActionLimitsSomething(options.rateLimit());
		warnOfMessagesOverTheRate(options);
		return options;
	}

	private void warnOfMessagesOverTheRate(SessionOptions options) {
		RateLimit limit = options.rateLimit();
		if (!this.changes.isEmpty() && limit.action() == RateLimit.Action.CLOSE && limit.bytes() > 0
				&& limit.bytes() < options.messages().maxSize()) {
			logger.warn(this.location + ": a message cannot reach the maximum size of " + options.messages().maxSize()
					+ " bytes, as its session is closed when it exceeds its rate of " + limit.bytes()
					+ " bytes a second");
		}
	}

	private void checkActionLimitsSomething(RateLimit limit) {
		if (this.annotation.rateLimitAction().length > 0 && !limit.isLimited()) {
			throw this.location.mistake("has the rateLimitAction " + limit.action() + ", but no rate is limited",
					"Set rateLimitMessages, rateLimitBytes or rateLimitInflatedBytes in @WsEndpoint, or "
							+ "ws.rate-limit.messages, .bytes or .inflated-bytes for all endpoints, or remove "
							+ "rateLimitAction");
		}
	}

	private @Nullable WsOriginPolicy readOrigins() {
		List<String> entries = new ArrayList<>();
		for (String declared : this.annotation.allowedOrigins()) {
			// a placeholder may stand for several
			for (String entry : StringUtils.commaDelimitedListToStringArray(resolve(declared))) {
				if (StringUtils.hasText(entry)) {
					entries.add(entry.strip());
				}
			}
		}
		if (entries.isEmpty()) {
			return null;
		}
		try {
			return new AllowedOrigins(entries);
		}
		catch (InvalidOptionException ex) {
			throw this.location.mistake("has '" + ex.value() + "' among its allowedOrigins, but an entry " + ex.rule(),
					"Correct allowedOrigins in @WsEndpoint");
		}
	}

	private <T> void add(String attribute, String declared, Function<String, T> reader,
			BiFunction<SessionOptions, T, SessionOptions> setter) {
		T value = read(attribute, declared, reader);
		if (value != null) {
			change(shown(attribute, declared), value, setter);
		}
	}

	/** An empty text stands for the server's value, {@code null}. */
	private <T> @Nullable T read(String attribute, String declared, Function<String, T> reader) {
		String text = resolve(declared).strip();
		if (text.isEmpty()) {
			return null;
		}
		String shown = shown(attribute, declared);
		try {
			return reader.apply(text);
		}
		catch (InvalidOptionException ex) {
			throw outOfRange(shown, ex);
		}
		catch (IllegalArgumentException ex) {
			throw this.location.mistake("has the " + shown + ", which cannot be read",
					"Write it as in " + example(attribute) + " in @WsEndpoint");
		}
	}

	private String shown(String attribute, String declared) {
		String text = resolve(declared).strip();
		return attribute + " '" + text + "'" + (declared.equals(text) ? "" : " (from '" + declared + "')");
	}

	/** An empty array stands for the server's value. */
	private <T extends Enum<T>> void add(String attribute, T[] declared,
			BiFunction<SessionOptions, T, SessionOptions> setter) {
		if (declared.length > 1) {
			throw this.location.mistake("has " + declared.length + " values for its " + attribute,
					"Write one in @WsEndpoint");
		}
		if (declared.length == 1) {
			change(attribute + " '" + declared[0] + "'", declared[0], setter);
		}
	}

	private <T> void change(String shown, T value, BiFunction<SessionOptions, T, SessionOptions> setter) {
		try {
			// ranges do not depend on the server
			SessionOptions unused = setter.apply(WsServerOptions.builder().build().session(), value);
		}
		catch (InvalidOptionException ex) {
			throw outOfRange(shown, ex);
		}
		this.changes.add((options) -> setter.apply(options, value));
	}

	private InvalidEndpointException outOfRange(String shown, InvalidOptionException ex) {
		return this.location.mistake("has the " + shown + ", which " + ex.rule(), "Correct it in @WsEndpoint");
	}

	private String resolve(String declared) {
		String resolved = this.placeholders.apply(declared);
		return (resolved != null) ? resolved : "";
	}

	private static String example(String attribute) {
		return switch (attribute) {
			case "idleTimeout", "pingInterval", "streamTimeout" -> attribute + " = \"30s\"";
			case "rateLimitWork" -> attribute + " = \"200ms\"";
			case "rateLimitMessages", "maxStreams" -> attribute + " = \"100\"";
			default -> attribute + " = \"1MB\"";
		};
	}

	private Duration duration(String text) {
		return DurationStyle.detectAndParse(text, ChronoUnit.SECONDS);
	}

	private Duration millis(String text) {
		return DurationStyle.detectAndParse(text, ChronoUnit.MILLIS);
	}

	private int number(String text) {
		return Integer.parseInt(text);
	}

	private int positive(String text) {
		int number = number(text);
		if (number < 1) {
			throw new InvalidOptionException("number", text, "must be greater than 0");
		}
		return number;
	}

	private long bytes(String text) {
		return DataSize.parse(text).toBytes();
	}

	private int size(String text) {
		long bytes = bytes(text);
		if (bytes > Integer.MAX_VALUE) {
			throw new InvalidOptionException("size", text, "must be less than 2GB");
		}
		return (int) Math.max(bytes, Integer.MIN_VALUE);
	}

}
