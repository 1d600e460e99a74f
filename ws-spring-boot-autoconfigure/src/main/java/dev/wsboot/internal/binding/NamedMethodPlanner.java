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
 * Plans the methods of one endpoint that messages call by a name. Used once, at startup.
 */
final class NamedMethodPlanner {

	private static final String TYPE = "type";

	private final EndpointBean bean;

	private final WsEndpoint settings;

	private final EndpointContext context;

	private final ParameterPlanner parameters;

	private final ReplyPlanner answers;

	private final Map<String, NamedMethod> methods = new LinkedHashMap<>();

	NamedMethodPlanner(EndpointBean bean, EndpointContext context, ParameterPlanner parameters, ReplyPlanner answers) {
		this.bean = bean;
		this.settings = bean.settings();
		this.context = context;
		this.parameters = parameters;
		this.answers = answers;
	}

	/**
	 * Plans a method.
	 * @param handler the method as the user wrote it
	 * @param invocable the method to call
	 */
	void plan(MethodSignature handler, Method invocable) {
		if (this.context.json() == null) {
			throw handler.location()
				.mistake("is called by a name in JSON messages, but there is no JsonMapper", MessageCodecs.JSON_CURE);
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
				speaksJsonRpc() ? JsonRpcReply.plan(handler, this.context.json(), this.context.replies())
						: this.answers.plan(HandlerKind.MESSAGE, handler),
				HandlerKind.isNonBlocking(handler.getMethod()), this.context.invocationScope());
		HandlerKind.names(handler.getMethod())
			.forEach((name) -> put(name, handler, new NamedMethod(method, names, takesObject)));
	}

	private boolean speaksJsonRpc() {
		return this.settings.protocol() == MessageProtocol.JSON_RPC;
	}

	private boolean bindsWholeMessage() {
		return this.settings.payload().isEmpty() && !speaksJsonRpc();
	}

	private void planWhole(MethodSignature handler, List<MethodParameter> taking, List<String> names,
			List<ParameterResolver> arguments) {
		if (taking.size() > 1) {
			throw handler.location(taking.get(1))
				.mistake("would take a part of the message, but without a payload the whole message is one argument",
						"Name the field that holds the arguments, such as @WsEndpoint(payload = \"args\"), or keep one "
								+ "parameter for the message");
		}
		for (MethodParameter parameter : taking) {
			names.add("");
			arguments.set(parameter.getParameterIndex(), this.parameters.messages().plan(handler, parameter));
		}
	}

	/**
	 * Whether an object in a message is the argument itself, instead of a container of
	 * named arguments.
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
			throw location.mistake("takes an argument by its name, but the name is not known",
					"Compile with -parameters");
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
			throw handler.location().mistake("has an empty name", "Name the messages in @OnMessage, or name none");
		}
		if (speaksJsonRpc() && name.startsWith("rpc.")) {
			throw handler.location()
				.mistake("has the name '" + name + "', but JSON-RPC keeps names with \"rpc.\" for itself",
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
	 * Lets the planned methods handle text messages.
	 * @param handlers the handlers of the other methods; a method for text messages takes
	 * the messages that have no other method
	 */
	void addTo(Map<SessionEvent, EventHandler> handlers) {
		if (speaksJsonRpc()) {
			checkNamesNoFields("speaks JSON-RPC, which has fields of its own", "Remove the field from @WsEndpoint");
			checkNonBlocking(null);
			handlers.put(SessionEvent.TEXT, new JsonRpcRouter(jsonRpc(), Map.copyOf(this.methods)));
			return;
		}
		if (this.methods.isEmpty()) {
			checkNamesNoFields("has no method for messages with a name",
					"Name the methods, such as @OnMessage(\"typing\"), or remove the field from @WsEndpoint");
			return;
		}
		checkFields();
		EventHandler others = handlers.get(SessionEvent.TEXT);
		checkNonBlocking(others);
		if (others != null && others.maxStreamSize() > 0) {
			throw this.bean.location()
				.mistake(
						"has '" + others + "', which reads text messages as they arrive, beside methods for messages "
								+ "with a name, which are read as a whole",
						"Let it take a String, or move it to an endpoint of its own");
		}
		Assert.state(this.context.json() != null, "No JSON");
		handlers.put(SessionEvent.TEXT, new TypeRouter(this.context.json().slicer(), this.settings.discriminator(),
				this.settings.payload(), Map.copyOf(this.methods), others));
	}

	private JsonRpc jsonRpc() {
		JsonCodec json = this.context.json();
		if (json == null) {
			throw this.bean.location().mistake("speaks JSON-RPC, but there is no JsonMapper", MessageCodecs.JSON_CURE);
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
			throw this.bean.location().mistake("names the field of the " + field + ", but " + instead, cure);
		}
	}

	private void checkFields() {
		if (!StringUtils.hasText(this.settings.discriminator())) {
			throw this.bean.location()
				.mistake("has an empty discriminator, but methods for messages with a name",
						"Name the field that holds the name, or leave the discriminator out for \"type\"");
		}
		checkDiffer("discriminator", this.settings.discriminator(), "payload", this.settings.payload());
		checkDiffer("discriminator", this.settings.discriminator(), "correlation", this.settings.correlation());
		checkDiffer("payload", this.settings.payload(), "correlation", this.settings.correlation());
	}

	private void checkDiffer(String one, String field, String other, String otherField) {
		if (!field.isEmpty() && field.equals(otherField)) {
			throw this.bean.location()
				.mistake("has the field '" + field + "' as " + one + " and as " + other,
						"Give the two different names");
		}
	}

	/** Checks that all methods run on one thread, which is chosen before the method. */
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
										+ "', which may block, but text messages come to both on one thread",
								"Annotate all @OnMessage methods for text with @NonBlocking, or none");
				}
			}
		}
	}

}
