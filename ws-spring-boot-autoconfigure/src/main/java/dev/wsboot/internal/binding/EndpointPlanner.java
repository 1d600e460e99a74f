/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.binding;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;

import dev.wsboot.annotation.Broadcast;
import dev.wsboot.annotation.MessageProtocol;
import dev.wsboot.annotation.Ordering;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.endpoint.InvalidEndpointException;
import dev.wsboot.engine.SessionEvent;
import dev.wsboot.engine.WsSessions;
import dev.wsboot.internal.argument.EndpointParts;
import dev.wsboot.internal.argument.ParameterPlanner;
import dev.wsboot.internal.handshake.HandshakeValues;
import dev.wsboot.internal.invocation.EventHandler;
import dev.wsboot.internal.invocation.InvocableMethod;
import dev.wsboot.internal.invocation.ParameterResolver;
import dev.wsboot.internal.invocation.UnhandledErrors;
import dev.wsboot.internal.model.EndpointBean;
import dev.wsboot.internal.model.HandlerKind;
import dev.wsboot.internal.model.Location;
import dev.wsboot.internal.model.MethodSignature;
import dev.wsboot.internal.model.PathTemplate;
import dev.wsboot.internal.model.ReactiveTypes;
import dev.wsboot.internal.reply.ReplyPlanner;
import dev.wsboot.internal.reply.ReplyTargets;
import dev.wsboot.internal.session.Endpoint;
import dev.wsboot.internal.session.SessionErrors;
import dev.wsboot.internal.stream.FlowHandler;
import dev.wsboot.internal.stream.StreamLimit;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.Assert;

/**
 * Checks the methods of one endpoint bean and plans their calls. Used once, at startup.
 */
final class EndpointPlanner {

	private final EndpointBean bean;

	private final EndpointContext context;

	private final ReplyTargets targets;

	private final StreamLimit streamLimit;

	private final ReplyPlanner replies;

	private final HandshakeValues values;

	private final ParameterPlanner parameters;

	private final Map<SessionEvent, EventHandler> methods = new EnumMap<>(SessionEvent.class);

	private final List<FlowHandler> flows = new ArrayList<>();

	/** True if text messages are parsed. */
	private boolean parsesText;

	private final NamedMethodPlanner named;

	private final ErrorPlanner errors;

	EndpointPlanner(EndpointBean bean, EndpointContext application) {
		EndpointContext context = application.of(bean);
		this.bean = bean;
		this.context = context;
		this.values = new HandshakeValues(context.conversions(), context.pureConversions(),
				context.invocationScope().contexts());
		PathTemplate template = PathTemplate.of(bean.pattern().getPatternString());
		this.targets = new ReplyTargets(bean, context.codecs(), context.replies(),
				() -> context.beanFactory().getBean(WsSessions.class),
				!context.invocationScope().interceptors().isEmpty(), template, this.values);
		Integer maxStreams = bean.options().maxStreams();
		this.streamLimit = new StreamLimit((maxStreams != null) ? maxStreams : context.maxStreams());
		this.replies = new ReplyPlanner(context.replies(), this.targets, this.streamLimit);
		this.parameters = new ParameterPlanner(context.parameters(), context.messageParameters(), new EndpointParts(
				context.beanFactory(), bean.settings().protocol(), template.variables(), this.values));
		this.named = new NamedMethodPlanner(bean, context, this.parameters, this.replies);
		this.errors = new ErrorPlanner(bean, context, this.parameters, this.replies);
	}

	Endpoint plan() {
		if (this.bean.settings().maxConcurrency() < 1) {
			throw this.bean.location()
				.mistake("has a maxConcurrency of " + this.bean.settings().maxConcurrency(), "Set it to at least 1");
		}
		checkLimitsSomething();
		Map<Method, List<HandlerKind>> handlers = MethodIntrospector.selectMethods(this.bean.type(),
				(MethodIntrospector.MetadataLookup<List<HandlerKind>>) this::kinds);
		handlers.forEach((method, kinds) -> {
			Method invocable = invocable(this.bean.location(), this.bean.bean(), method);
			kinds.forEach((kind) -> plan(kind, method, invocable));
		});
		this.named.addTo(this.methods);
		checkHandlesSomething();
		SessionErrors sessionErrors = sessionErrors();
		checkStreamLimitHasEffect();
		return new Endpoint(this.bean, this.bean.settings().ordering() == Ordering.CONCURRENT, this.values,
				new EnumMap<>(this.methods), sessionErrors, List.copyOf(this.flows), this.context.invocationScope(),
				this.targets.encoder(), this.parsesText, this.streamLimit);
	}

	private SessionErrors sessionErrors() {
		return new SessionErrors(this.errors.plan(this.methods.values()), new UnhandledErrors(),
				this.bean.settings().protocol() != MessageProtocol.JSON_RPC);
	}

	private void checkStreamLimitHasEffect() {
		if (this.bean.options().maxStreams() != null && !this.replies.areStreamed()) {
			throw this.bean.location()
				.mistake("has a maxStreams, but no method replies with a stream", "Remove maxStreams from @WsEndpoint");
		}
	}

	private void checkHandlesSomething() {
		if (this.methods.isEmpty()) {
			throw this.bean.location()
				.mistake("is annotated with @WsEndpoint, but has no handler method",
						"Annotate a method with @OnMessage, or with @OnOpen if clients only listen, or remove "
								+ "@WsEndpoint");
		}
	}

	private @Nullable List<HandlerKind> kinds(Method method) {
		List<HandlerKind> kinds = HandlerKind.of(method);
		if (kinds.isEmpty() && HandlerKind.isNonBlocking(method)) {
			throw this.bean.location()
				.method(method)
				.mistake("is annotated with @NonBlocking, but is not a handler method",
						"Add @OnOpen, @OnMessage, @OnPong, @OnClose or @OnError, or remove @NonBlocking");
		}
		if (kinds.isEmpty() && AnnotatedElementUtils.hasAnnotation(method, Broadcast.class)) {
			throw this.bean.location()
				.method(method)
				.mistake("is annotated with @Broadcast, but is not a handler method",
						"Add @OnOpen, @OnMessage, @OnPong or @OnClose, or send with WsSessions");
		}
		return kinds.isEmpty() ? null : kinds;
	}

	/**
	 * Returns the method to call on a bean that may be a proxy.
	 * @param place the location of the bean
	 * @param bean the bean
	 * @param method a method of the class that the user wrote
	 * @return the method to call
	 */
	static Method invocable(Location place, Object bean, Method method) {
		Location location = place.method(method);
		if (Modifier.isPrivate(method.getModifiers())) {
			throw location.mistake("is private, so it cannot be called through a proxy",
					"Make it package-private or public");
		}
		if (Modifier.isStatic(method.getModifiers())) {
			throw location.mistake("is static, so it does not belong to the bean", "Remove 'static'");
		}
		if (Modifier.isFinal(method.getModifiers()) && AopUtils.isCglibProxy(bean)) {
			throw location.mistake("is final, so the bean's proxy cannot intercept it", "Remove 'final'");
		}
		try {
			return AopUtils.selectInvocableMethod(method, bean.getClass());
		}
		catch (IllegalStateException ex) {
			throw location.mistake("is not declared in an interface, but the bean's proxy implements only interfaces",
					"Declare it in the interface, or set spring.aop.proxy-target-class=true");
		}
	}

	private void checkLimitsSomething() {
		WsEndpoint settings = this.bean.settings();
		Object unset = AnnotationUtils.getDefaultValue(WsEndpoint.class, "maxConcurrency");
		boolean oneAtATime = settings.ordering() != Ordering.CONCURRENT
				&& settings.protocol() != MessageProtocol.JSON_RPC;
		if (oneAtATime && !Objects.equals(settings.maxConcurrency(), unset)) {
			throw this.bean.location()
				.mistake("has a maxConcurrency, but handles one message of a session at a time",
						"Add ordering = Ordering.CONCURRENT to @WsEndpoint, or remove maxConcurrency");
		}
	}

	private void checkIsNotConcurrent(HandlerKind kind, Method method) {
		if (kind == HandlerKind.MESSAGE && this.bean.settings().ordering() == Ordering.CONCURRENT
				&& HandlerKind.isNonBlocking(method)) {
			throw this.bean.location()
				.method(method)
				.mistake("is annotated with @NonBlocking, but concurrent calls do not run on the event loop",
						"Remove @NonBlocking, or the ordering from @WsEndpoint");
		}
	}

	private static void checkIsJsonRpc(HandlerKind kind, MethodSignature handler) {
		if (kind == HandlerKind.MESSAGE && HandlerKind.names(handler.getMethod()).isEmpty()) {
			throw handler.location()
				.mistake("has no name, but its endpoint uses JSON-RPC, where methods are called by name",
						"Name it, such as @OnMessage(\"subtract\")");
		}
		if (kind != HandlerKind.MESSAGE && !handler.isVoid()) {
			throw handler.location()
				.mistake("returns a message, but in JSON-RPC only calls have responses",
						"Return void, and use JsonRpcSession.notify");
		}
	}

	private void plan(HandlerKind kind, Method method, Method invocable) {
		checkIsNotConcurrent(kind, method);
		if (kind == HandlerKind.ERROR) {
			this.errors.plan(method);
			return;
		}
		MethodSignature handler = new MethodSignature(this.bean.location(), method);
		if (this.bean.settings().protocol() == MessageProtocol.JSON_RPC) {
			checkIsJsonRpc(kind, handler);
		}
		if (kind == HandlerKind.MESSAGE && !HandlerKind.names(method).isEmpty()) {
			this.parsesText = true;
			this.named.plan(handler, invocable);
			return;
		}
		List<ParameterResolver> arguments = new ArrayList<>();
		MethodParameter special = this.parameters.plan(kind, handler, arguments);
		InvocableMethod planned = new InvocableMethod(kind, this.bean.bean(), invocable, arguments,
				this.replies.plan(kind, handler), HandlerKind.isNonBlocking(method), this.context.invocationScope());
		switch (kind) {
			case OPEN -> put(SessionEvent.OPEN, kind, handler, planned);
			case MESSAGE -> {
				Assert.state(special != null, "An @OnMessage method must have a parameter for the message");
				this.parsesText |= this.parameters.messages().parsesText(handler, special);
				EventHandler messages = messages(handler, planned, special, arguments);
				this.parameters.messages()
					.events(handler, special)
					.forEach((event) -> put(event, kind, handler, messages));
			}
			case PONG -> put(SessionEvent.PONG, kind, handler, planned);
			case CLOSE -> {
				checkNeedsNoSession(handler);
				put(SessionEvent.CLOSE, kind, handler, planned);
			}
			case ERROR -> {
			}
		}
	}

	private static void checkNeedsNoSession(MethodSignature handler) {
		if (handler.isSuspending()) {
			throw handler.location()
				.mistake("suspends, but the session has already ended, so its result is not awaited",
						"Remove suspend: the method may block");
		}
		Class<?> type = handler.returnType().resolve(Object.class);
		boolean broadcasts = handler.hasMethodAnnotation(Broadcast.class);
		boolean later = CompletionStage.class.isAssignableFrom(type) ? !broadcasts
				: ReactiveTypes.isReactive(type) && ReactiveTypes.isSingle(type);
		if (later) {
			throw handler.location()
				.mistake(
						"returns " + type.getSimpleName()
								+ ", but the session has already ended, so the result is not awaited",
						broadcasts ? "Return the message, or a CompletionStage of it, for example with Mono.toFuture()"
								: "Return void: the method may block, or subscribe itself");
		}
		if (!handler.isVoid() && !broadcasts) {
			throw handler.location().mistake("returns a reply, but the session is already closed", "Return void");
		}
	}

	private EventHandler messages(MethodSignature handler, InvocableMethod planned, MethodParameter message,
			List<ParameterResolver> arguments) {
		ParameterResolver item = arguments.get(message.getParameterIndex()).item();
		if (item == null) {
			return planned;
		}
		if (this.bean.settings().ordering() == Ordering.CONCURRENT) {
			throw handler.location()
				.mistake(
						"takes all messages as a " + message.getParameterType().getSimpleName()
								+ ", which is ordered, but its endpoint handles messages concurrently",
						"Remove the ordering from @WsEndpoint, and handle messages concurrently with an operator "
								+ "such as flatMap");
		}
		FlowHandler flow = new FlowHandler(planned, item, this.context.invocationScope());
		this.flows.add(flow);
		return flow;
	}

	private void put(SessionEvent event, HandlerKind kind, MethodSignature handler, EventHandler planned) {
		EventHandler other = this.methods.put(event, planned);
		if (other != null) {
			String what = (kind != HandlerKind.MESSAGE) ? kind.toString() : "@OnMessage for "
					+ ((event == SessionEvent.TEXT) ? "text (String or JSON)" : "binary") + " messages";
			throw second(handler, other, what);
		}
	}

	private static InvalidEndpointException second(MethodSignature handler, EventHandler other, String what) {
		return handler.location()
			.mistake("is a second " + what + " beside '" + other + "'", "Keep one of the two methods");
	}

}
