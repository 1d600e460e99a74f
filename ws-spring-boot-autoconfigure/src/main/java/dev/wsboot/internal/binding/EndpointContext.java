package dev.wsboot.internal.binding;

import java.util.List;

import dev.wsboot.endpoint.ErrorPolicy;
import dev.wsboot.endpoint.WsArgumentResolver;
import dev.wsboot.endpoint.WsMessageCodec;
import dev.wsboot.internal.argument.ParameterSources;
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
 * What the application lends to the planning of its endpoints. Used once, at startup.
 *
 * @param beanFactory the application's bean factory
 * @param conversions converts texts of the handshake
 * @param pureConversions the conversions that cannot block
 * @param codecs read and write messages
 * @param replies the kinds of replies
 * @param resolvers fill parameters, in the order in which they are asked
 * @param advice whose methods handle errors of all endpoints, in order
 * @param errorPolicy what is done about other errors
 * @param maxStreams the maximum number of streamed answers of a session that are under
 * way
 * @param invocationScope what is around each call
 */
public record EndpointContext(ConfigurableListableBeanFactory beanFactory, ConversionService conversions,
		PureConversions pureConversions, MessageCodecs codecs, ReplyFactories replies,
		List<WsArgumentResolver> resolvers, List<AdviceBean> advice, ErrorPolicy errorPolicy, int maxStreams,
		InvocationScope invocationScope) {

	private static final boolean JACKSON = ClassUtils.isPresent("tools.jackson.databind.json.JsonMapper",
			EndpointContext.class.getClassLoader());

	static EndpointContext of(ConfigurableListableBeanFactory beanFactory, List<AdviceBean> advice,
			ErrorPolicy errorPolicy, int maxStreams) {
		return new EndpointContext(beanFactory, Conversions.of(beanFactory), PureConversions.of(beanFactory),
				new MessageCodecs(beanFactory.getBeanProvider(WsMessageCodec.class).orderedStream().toList(),
						JACKSON ? JacksonJsonCodec.of(beanFactory) : null),
				ReplyKinds.of(beanFactory),
				beanFactory.getBeanProvider(WsArgumentResolver.class).orderedStream().toList(), advice, errorPolicy,
				maxStreams, InvocationScope.of(beanFactory));
	}

	/**
	 * Returns what one endpoint is planned with.
	 * @param bean the endpoint
	 * @return this, unless the endpoint names a mapper of its own
	 */
	EndpointContext of(EndpointBean bean) {
		String mapper = bean.jsonMapper();
		if (mapper.isEmpty()) {
			return this;
		}
		JsonCodec own = JACKSON ? JacksonJsonCodec.of(this.beanFactory, mapper) : null;
		if (own == null) {
			throw bean.location()
				.mistake("names the JsonMapper '" + mapper + "', but there is no such bean",
						"Declare a JsonMapper bean of that name, or correct the name in @WsEndpoint");
		}
		return new EndpointContext(this.beanFactory, this.conversions, this.pureConversions, this.codecs.with(own),
				this.replies, this.resolvers, this.advice, this.errorPolicy, this.maxStreams, this.invocationScope);
	}

	/**
	 * Returns what reads and writes JSON.
	 * @return the codec, or {@code null} without a {@code JsonMapper}
	 */
	public @Nullable JsonCodec json() {
		return this.codecs.json();
	}

	/**
	 * Returns the sources of parameters.
	 * @return the parts of the application from which parameters are filled
	 */
	ParameterSources parameterSources() {
		return new ParameterSources(this.beanFactory, this.codecs, this.replies, this.resolvers);
	}

}
