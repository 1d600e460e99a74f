package dev.wsboot.internal.argument;

import java.util.List;

import dev.wsboot.endpoint.WsArgumentResolver;
import dev.wsboot.internal.json.MessageCodecs;
import dev.wsboot.internal.reply.ReplyFactories;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * The parts of an application from which parameters of its handler methods are filled.
 * Immutable.
 *
 * @param beanFactory the application's bean factory
 * @param codecs read messages
 * @param replies the kinds of replies, whose types are no message
 * @param resolvers the application's own resolvers, in the order in which they are asked
 */
public record ParameterSources(ConfigurableListableBeanFactory beanFactory, MessageCodecs codecs,
		ReplyFactories replies, List<WsArgumentResolver> resolvers) {
}
