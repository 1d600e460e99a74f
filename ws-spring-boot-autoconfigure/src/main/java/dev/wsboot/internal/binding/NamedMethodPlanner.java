/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.binding;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.wsboot.annotation.MessageProtocol;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.engine.SessionEvent;
import dev.wsboot.internal.argument.ParameterPlanner;
import dev.wsboot.internal.argument.message.MaxSize;
import dev.wsboot.internal.argument.message.NamedParameter;
import dev.wsboot.internal.invocation.EventHandler;
import dev.wsboot.internal.invocation.InvocableMethod;
import dev.wsboot.internal.invocation.ParameterResolver;
import dev.wsboot.internal.json.JsonCodec;
import dev.wsboot.internal.json.MessageCodecs;
import dev.wsboot.internal.jsonrpc.JsonRpc;
import dev.wsboot.internal.jsonrpc.JsonRpcReply;
import dev.wsboot.internal.jsonrpc.JsonRpcRouter;
import dev.wsboot.internal.jsonrpc.RpcAuthentication;
import dev.wsboot.internal.model.Absence;
import dev.wsboot.internal.model.EndpointBean;
import dev.wsboot.internal.model.HandlerKind;
import dev.wsboot.internal.model.Location;
import dev.wsboot.internal.model.MethodSignature;
import dev.wsboot.internal.reply.ReplyPlanner;
import dev.wsboot.internal.routing.NamedMethod;
import dev.wsboot.internal.routing.TypeRouter;
import dev.wsboot.jsonrpc.JsonRpcOptions;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * Plans the methods of one endpoint that messages call by name. Used once, at startup.
 */
final class NamedMethodPlanner {

	private static final String TYPE = "type";

	private final EndpointBean bean;

	private final WsEndpoint settings;

	private final EndpointContext context;

	private final ParameterPlanner parameters;

	private final ReplyPlanner replies;

	private final Map<String, NamedMethod> methods = new LinkedHashMap<>();

	NamedMethodPlanner(EndpointBean bean, EndpointContext context, ParameterPlanner parameters, ReplyPlanner replies) {
		this.bean = bean;
		this.settings = bean.settings();
		this.context = context;
		this.parameters = parameters;
		this.replies = replies;
	}

	/**
	 * Plans a method.
	 * @param handler the method as the user wrote it
	 * @param invocable the method to call
	 */
	void plan(MethodSignature handler, Method invocable) {
		if (this.context.json() == null) {
			throw handler.location()
				.mistake("is called by name in JSON messages, but there is no JsonMapper", MessageCodecs.JSON_CURE);
		}
		MaxSize.checkHasNone(handler);
		List<ParameterResolver> arguments = new ArrayList<>();
		List<MethodParameter> taking = this.parameters.planAllButMessage(HandlerKind.MESSAGE, handler, arguments);
		taking.forEach(
				(parameter) -> this.parameters.messages().checkCalledByName(handler, parameter, bindsWholeMessage()));
		boolean takesObject = taking.size() == 1 && isReadFromObject(taking.get(0));
		List<String> names = new ArrayList<>();
		if (bindsWholeMessage()) {
			planWhole(handler, taking, names, arguments);
		}
		else {
			for (MethodParameter parameter : taking) {
				String name = takesObject ? "" : name(handler.location(parameter), parameter);
				names.add(name);
				arguments.set(parameter.getParameterIndex(), part(handler, parameter, names.size() - 1, name));
			}
		}
		InvocableMethod method = new InvocableMethod(HandlerKind.MESSAGE, this.bean.bean(), invocable, arguments,
				usesJsonRpc() ? JsonRpcReply.plan(handler, this.context.json(), this.context.replies())
						: this.replies.plan(HandlerKind.MESSAGE, handler),
				HandlerKind.isNonBlocking(handler.getMethod()), this.context.invocationScope());
		HandlerKind.names(handler.getMethod())
			.forEach((name) -> put(name, handler, new NamedMethod(method, names, takesObject)));
	}

	private boolean usesJsonRpc() {
		return this.settings.protocol() == MessageProtocol.JSON_RPC;
	}

	private boolean bindsWholeMessage() {
		return this.settings.payload().isEmpty() && !usesJsonRpc();
	}

	private void planWhole(MethodSignature handler, List<MethodParameter> taking, List<String> names,
			List<ParameterResolver> arguments) {
		if (taking.size() > 1) {
			throw handler.location(taking.get(1))
				.mistake(
						"takes a part of the message, but without a payload field the complete message is one argument",
						"Specify the field with the arguments, such as @WsEndpoint(payload = \"args\"), or keep one "
								+ "parameter for the message");
		}
		for (MethodParameter parameter : taking) {
			names.add("");
			arguments.set(parameter.getParameterIndex(), this.parameters.messages().plan(handler, parameter));
		}
	}

	/**
	 * Returns true if a JSON object is the argument itself, rather than containing the
	 * argument by its name.
	 */
	private static boolean isReadFromObject(MethodParameter parameter) {
		MethodParameter content = parameter.nestedIfOptional();
		Class<?> type = content.getNestedParameterType();
		return !ClassUtils.isSimpleValueType(type) && !CharSequence.class.isAssignableFrom(type) && !type.isArray()
				&& !Iterable.class.isAssignableFrom(type);
	}

	private static String name(Location location, MethodParameter parameter) {
		String name = parameter.getParameterName();
		if (!StringUtils.hasText(name)) {
			throw location.mistake("takes an argument by name, but its name is unknown", "Compile with -parameters");
		}
		return name;
	}

	private ParameterResolver part(MethodSignature handler, MethodParameter parameter, int index, String place) {
		ParameterResolver json = this.parameters.messages().planJson(handler, parameter, place);
		String name = (parameter.getParameterName() != null) ? parameter.getParameterName() : String.valueOf(index);
		return new NamedParameter(index, name, json, Absence.of(parameter));
	}

	private void put(String name, MethodSignature handler, NamedMethod method) {
		if (!StringUtils.hasText(name)) {
			throw handler.location().mistake("has an empty name", "Add a name to @OnMessage, or remove the empty one");
		}
		if (usesJsonRpc() && name.startsWith("rpc.")) {
			throw handler.location()
				.mistake("has the name '" + name + "', but JSON-RPC reserves names with \"rpc.\"",
						"Choose another name");
		}
		NamedMethod other = this.methods.put(name, method);
		if (other != null) {
			throw handler.location()
				.mistake("is a second @OnMessage(\"" + name + "\") beside '" + other + "'",
						"Give one of the two another name");
		}
	}

	/**
	 * Adds the planned methods as the handler of text messages.
	 * @param handlers the other methods of the endpoint; a method for text messages
	 * handles messages without a known name
	 */
	void addTo(Map<SessionEvent, EventHandler> handlers) {
		if (usesJsonRpc()) {
			checkNamesNoFields("uses JSON-RPC, which defines the fields", "Remove the field from @WsEndpoint");
			checkNonBlocking(null);
			handlers.put(SessionEvent.TEXT, new JsonRpcRouter(jsonRpc(), Map.copyOf(this.methods),
					this.context.beanFactory().getBeanProvider(RpcAuthentication.class).getIfAvailable()));
			return;
		}
		if (this.methods.isEmpty()) {
			checkNamesNoFields("has no method for messages with a name",
					"Add a name, such as @OnMessage(\"typing\"), or remove the field from @WsEndpoint");
			return;
		}
		checkFields();
		EventHandler others = handlers.get(SessionEvent.TEXT);
		checkNonBlocking(others);
		if (others != null && others.maxStreamSize() > 0) {
			throw this.bean.location()
				.mistake(
						"has '" + others + "', which reads text messages as they arrive, beside methods for messages "
								+ "with a name, which are read completely first",
						"Use a String parameter, or move the method to a separate endpoint");
		}
		Assert.state(this.context.json() != null, "Methods with a name need a JSON codec");
		handlers.put(SessionEvent.TEXT, new TypeRouter(this.context.json().slicer(), this.settings.discriminator(),
				this.settings.payload(), Map.copyOf(this.methods), others));
	}

	private JsonRpc jsonRpc() {
		JsonCodec json = this.context.json();
		if (json == null) {
			throw this.bean.location().mistake("uses JSON-RPC, but there is no JsonMapper", MessageCodecs.JSON_CURE);
		}
		return JsonRpc.of(json,
				this.context.beanFactory()
					.getBeanProvider(JsonRpcOptions.class)
					.getIfAvailable(JsonRpcOptions::defaults));
	}

	private void checkNamesNoFields(String instead, String cure) {
		String field = null;
		if (!this.settings.payload().isEmpty()) {
			field = "payload";
		}
		else if (!this.settings.discriminator().equals(TYPE)) {
			field = "discriminator";
		}
		else if (!this.settings.correlation().isEmpty()) {
			field = "correlation";
		}
		if (field != null) {
			throw this.bean.location().mistake("specifies the field of the " + field + ", but " + instead, cure);
		}
	}

	private void checkFields() {
		if (!StringUtils.hasText(this.settings.discriminator())) {
			throw this.bean.location()
				.mistake("has an empty discriminator, but methods for messages with a name",
						"Specify the field with the name, or remove the discriminator for \"type\"");
		}
		checkDiffer("discriminator", this.settings.discriminator(), "payload", this.settings.payload());
		checkDiffer("discriminator", this.settings.discriminator(), "correlation", this.settings.correlation());
		checkDiffer("payload", this.settings.payload(), "correlation", this.settings.correlation());
	}

	private void checkDiffer(String one, String field, String other, String otherField) {
		if (!field.isEmpty() && field.equals(otherField)) {
			throw this.bean.location()
				.mistake("has the field '" + field + "' as " + one + " and as " + other, "Use two different fields");
		}
	}

	/**
	 * Checks that either all methods may block or none: the thread is chosen before the
	 * method is known.
	 */
	private void checkNonBlocking(@Nullable EventHandler others) {
		List<EventHandler> all = new ArrayList<>();
		this.methods.values().forEach((named) -> all.add(named.method()));
		if (others != null) {
			all.add(others);
		}
		for (EventHandler nonBlocking : all) {
			for (EventHandler blocking : all) {
				if (nonBlocking.isNonBlocking() && !blocking.isNonBlocking()) {
					throw this.bean.location()
						.mistake(
								"has the @NonBlocking method '" + nonBlocking + "' beside '" + blocking
										+ "', which may block, but text messages reach both on one thread",
								"Annotate all @OnMessage methods for text with @NonBlocking, or none");
				}
			}
		}
	}

}
