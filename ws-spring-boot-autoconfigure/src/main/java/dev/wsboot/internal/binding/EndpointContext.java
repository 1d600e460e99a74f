/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.binding;

import java.util.List;

import dev.wsboot.endpoint.ErrorPolicy;
import dev.wsboot.endpoint.WsMessageCodec;
import dev.wsboot.internal.argument.ParameterFactories;
import dev.wsboot.internal.argument.ParameterKinds;
import dev.wsboot.internal.argument.message.MessageParameterKinds;
import dev.wsboot.internal.argument.message.MessageParameters;
import dev.wsboot.internal.handshake.PureConversions;
import dev.wsboot.internal.invocation.InvocationScope;
import dev.wsboot.internal.json.JacksonJsonCodec;
import dev.wsboot.internal.json.JsonCodec;
import dev.wsboot.internal.json.MessageCodecs;
import dev.wsboot.internal.model.AdviceBean;
import dev.wsboot.internal.model.EndpointBean;
import dev.wsboot.internal.reply.ReplyFactories;
import dev.wsboot.internal.reply.ReplyKinds;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.convert.ConversionService;
import org.springframework.util.ClassUtils;

/**
 * The parts of the application that planning its endpoints needs. Used once, at startup.
 *
 * @param beanFactory the application's bean factory
 * @param conversions the conversion service for values of the handshake
 * @param pureConversions the conversions that cannot block
 * @param codecs the codecs that read and write messages
 * @param replies the kinds of replies
 * @param parameters the kinds of parameters that do not take a message
 * @param advice the beans whose methods handle errors of all endpoints, in order
 * @param errorPolicy the policy for other errors
 * @param maxStreams the maximum number of a session's concurrent streamed replies
 * @param invocationScope the environment of each call
 */
public record EndpointContext(ConfigurableListableBeanFactory beanFactory, ConversionService conversions,
		PureConversions pureConversions, MessageCodecs codecs, ReplyFactories replies, ParameterFactories parameters,
		List<AdviceBean> advice, ErrorPolicy errorPolicy, int maxStreams, InvocationScope invocationScope) {

	private static final boolean JACKSON = ClassUtils.isPresent("tools.jackson.databind.json.JsonMapper",
			EndpointContext.class.getClassLoader());

	static EndpointContext of(ConfigurableListableBeanFactory beanFactory, List<AdviceBean> advice,
			ErrorPolicy errorPolicy, int maxStreams) {
		return new EndpointContext(beanFactory, Conversions.of(beanFactory), PureConversions.of(beanFactory),
				new MessageCodecs(beanFactory.getBeanProvider(WsMessageCodec.class).orderedStream().toList(),
						JACKSON ? JacksonJsonCodec.of(beanFactory) : null),
				ReplyKinds.of(beanFactory), ParameterKinds.of(beanFactory), advice, errorPolicy, maxStreams,
				InvocationScope.of(beanFactory));
	}

	/**
	 * Returns the context for planning one endpoint.
	 * @param bean the endpoint
	 * @return this context, or a copy with the mapper that the endpoint names
	 */
	EndpointContext of(EndpointBean bean) {
		String mapper = bean.settings().jsonMapper();
		if (mapper.isEmpty()) {
			return this;
		}
		JsonCodec own = JACKSON ? JacksonJsonCodec.of(this.beanFactory, mapper) : null;
		if (own == null) {
			throw bean.location()
				.mistake("names the JsonMapper '" + mapper + "', but there is no such bean",
						"Declare a JsonMapper bean with that name, or correct the name in @WsEndpoint");
		}
		return new EndpointContext(this.beanFactory, this.conversions, this.pureConversions, this.codecs.with(own),
				this.replies, this.parameters, this.advice, this.errorPolicy, this.maxStreams, this.invocationScope);
	}

	/**
	 * Returns the codec that reads and writes JSON.
	 * @return the codec, or {@code null} without a {@code JsonMapper}
	 */
	public @Nullable JsonCodec json() {
		return this.codecs.json();
	}

	/**
	 * Returns a planner of the parameters that take messages.
	 * @return the planner
	 */
	MessageParameters messageParameters() {
		return new MessageParameters(this.beanFactory, this.codecs,
				MessageParameterKinds.of(this.beanFactory, this.replies));
	}

}
