/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.reply;

import java.util.Collection;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.function.Supplier;

import dev.wsboot.annotation.Broadcast;
import dev.wsboot.annotation.MessageProtocol;
import dev.wsboot.endpoint.WsMessageCodec;
import dev.wsboot.engine.KeyedMessage;
import dev.wsboot.engine.PreparedMessage;
import dev.wsboot.engine.WsMessage;
import dev.wsboot.engine.WsSessions;
import dev.wsboot.internal.handshake.HandshakeValues;
import dev.wsboot.internal.json.JsonCodec;
import dev.wsboot.internal.json.JsonViews;
import dev.wsboot.internal.json.MessageCodecs;
import dev.wsboot.internal.model.EndpointBean;
import dev.wsboot.internal.model.HandlerKind;
import dev.wsboot.internal.model.MethodSignature;
import dev.wsboot.internal.model.PathTemplate;

import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * Plans the encoding and the destination of single values that handler methods return.
 * Used by one thread, at startup.
 */
public final class ReplyTargets {

	private final EndpointBean bean;

	private final MessageCodecs codecs;

	private final ReplyFactories factories;

	/** A supplier of the sessions to which messages are broadcast. */
	private final Supplier<WsSessions> sessions;

	/** True if interceptors may replace the messages of methods. */
	private final boolean intercepted;

	private final PathTemplate path;

	private final HandshakeValues values;

	/**
	 * Creates a planner.
	 * @param bean the endpoint
	 * @param codecs the codecs for messages
	 * @param factories the kinds of replies
	 * @param sessions a supplier of the sessions to which messages are broadcast
	 * @param intercepted whether the application has interceptors of messages
	 * @param path the endpoint's path
	 * @param values the handshake values, to which variables in group names are added
	 */
	public ReplyTargets(EndpointBean bean, MessageCodecs codecs, ReplyFactories factories,
			Supplier<WsSessions> sessions, boolean intercepted, PathTemplate path, HandshakeValues values) {
		this.bean = bean;
		this.codecs = codecs;
		this.factories = factories;
		this.sessions = sessions;
		this.intercepted = intercepted && bean.settings().protocol() != MessageProtocol.JSON_RPC;
		this.path = path;
		this.values = values;
	}

	/**
	 * Plans the target of a method's messages.
	 * @param kind the kind of the method
	 * @param method the method
	 * @param type the type of each message
	 * @return the target
	 */
	ReplyTarget plan(HandlerKind kind, MethodSignature method, ResolvableType type) {
		ValueWriter writer = writer(method, type);
		Broadcast broadcast = method.getMethodAnnotation(Broadcast.class);
		if (broadcast == null) {
			checkHasPlaceForField(kind, method, type);
			return toSession(writer);
		}
		if (kind == HandlerKind.ERROR) {
			throw method.location()
				.mistake("broadcasts a reply that concerns one session only",
						"Remove @Broadcast, or send messages for all sessions with WsSessions");
		}
		return broadcast(method, broadcast.to(), writer);
	}

	private ReplyTarget broadcast(MethodSignature method, String to, ValueWriter writer) {
		WsSessions sessions = this.sessions.get();
		String endpoint = this.bean.pattern().getPatternString();
		if (to.isEmpty()) {
			return new BroadcastTarget(writer, (call, message) -> sessions.broadcast(endpoint, message));
		}
		GroupName group = GroupName.of(method.location(), to, this.path, this.values);
		return new BroadcastTarget(writer, (call, message) -> sessions.broadcast(endpoint, group.of(call), message));
	}

	/**
	 * Returns whether interceptors may replace the messages of methods.
	 * @return {@code false} without interceptors, and in JSON-RPC, where only requests
	 * have responses
	 */
	boolean isIntercepted() {
		return this.intercepted;
	}

	/**
	 * Plans the target of messages of interceptors.
	 * @return a target that sends messages of any type to the session
	 */
	ReplyTarget ofInterceptors() {
		EndpointEncoder encoder = encoder();
		return toSession(new ValueWriter(encoder));
	}

	private ReplyTarget toSession(ValueWriter writer) {
		JsonCodec json = this.codecs.json();
		String field = this.bean.settings().correlation();
		if (field.isEmpty() || json == null) {
			return new SessionTarget(writer, null);
		}
		return new SessionTarget(writer, new Correlation(field, json.slicer()));
	}

	/**
	 * Checks that a message type is not one that is never a JSON object, to which the
	 * field of the correlation could not be added. For all other types, this is known
	 * only when a value is written.
	 */
	private void checkHasPlaceForField(HandlerKind kind, MethodSignature method, ResolvableType type) {
		Class<?> raw = type.resolve(Object.class);
		boolean noObject = raw.isArray() || Collection.class.isAssignableFrom(raw) || Number.class.isAssignableFrom(raw)
				|| ClassUtils.isPrimitiveOrWrapper(raw);
		String field = this.bean.settings().correlation();
		if (kind == HandlerKind.MESSAGE && !field.isEmpty() && noObject && !ValueWriter.isMessage(raw)
				&& this.codecs.find(type) == null) {
			throw method.location()
				.mistake(
						"returns " + raw.getSimpleName() + ", which is not a JSON object, so the field '" + field
								+ "' of the correlation cannot be added",
						"Return a record that contains the value, or remove the correlation from @WsEndpoint");
		}
	}

	/**
	 * Returns an encoder for objects that are not results of methods.
	 * @return an encoder for objects of any type
	 */
	public EndpointEncoder encoder() {
		JsonCodec json = this.codecs.json();
		return new EndpointEncoder(this.bean.pattern().getPatternString(), this.codecs.codecs(),
				(json != null) ? json.writer(Object.class, null) : null,
				this.bean.settings().protocol() == MessageProtocol.JSON_RPC);
	}

	boolean isBroadcast(MethodSignature method) {
		return method.hasMethodAnnotation(Broadcast.class);
	}

	/**
	 * Checks that a result is neither a {@link Future} nor a {@link Callable}, whose
	 * value could only be obtained by blocking.
	 * @param method the method
	 * @param type the type of the result, or of its value
	 */
	public static void checkIsWaitedFor(MethodSignature method, Class<?> type) {
		if (Future.class.isAssignableFrom(type) || type == Callable.class) {
			throw method.location()
				.mistake("returns " + type.getSimpleName() + ", whose value is not awaited",
						"Return a CompletionStage, such as CompletableFuture, or the value itself: the method may block");
		}
	}

	private ValueWriter writer(MethodSignature method, ResolvableType type) {
		Class<?> raw = type.resolve(Object.class);
		if (!this.factories.isMessage(raw)) {
			throw method.location()
				.mistake(
						"returns " + raw.getSimpleName() + " inside another type, where each value must be one message",
						"Return it directly, or a type that can be sent as one message");
		}
		checkIsWaitedFor(method, raw);
		if (ValueWriter.isMessage(raw)) {
			return new ValueWriter((raw == KeyedMessage.class) ? encoder() : null);
		}
		WsMessageCodec codec = this.codecs.find(type);
		if (codec != null) {
			return new ValueWriter((value) -> PreparedMessage.of(codec.write(value, type)));
		}
		JsonCodec json = this.codecs.json();
		if (json != null) {
			JsonCodec.Writer writer = json.writer(method.javaType(type), JsonViews.of(method));
			return new ValueWriter((value) -> PreparedMessage.of(WsMessage.ofText(writer.write(value))));
		}
		if (raw == Object.class) {
			// the value may be a String
			return new ValueWriter(encoder());
		}
		throw method.location()
			.mistake("returns " + raw.getSimpleName() + ", which is sent as JSON, but there is no JsonMapper",
					MessageCodecs.JSON_CURE);
	}

}
