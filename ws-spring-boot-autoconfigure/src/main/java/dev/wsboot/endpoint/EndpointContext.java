package dev.wsboot.endpoint;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.convert.ConversionService;

/**
 * What the application lends to the planning of its endpoints. Used once, at startup.
 *
 * @param beanFactory the application's bean factory
 * @param conversions converts texts of the handshake
 * @param json reads and writes JSON, or {@code null}
 * @param advice whose methods handle errors of all endpoints, in order
 * @param errorPolicy what is done about other errors
 */
record EndpointContext(ConfigurableListableBeanFactory beanFactory, ConversionService conversions,
		@Nullable JsonCodec json, List<AdviceBean> advice, ErrorPolicy errorPolicy) {

	static EndpointContext of(ConfigurableListableBeanFactory beanFactory, List<AdviceBean> advice,
			ErrorPolicy errorPolicy) {
		return new EndpointContext(beanFactory, Conversions.of(beanFactory),
				beanFactory.getBeanProvider(JsonCodec.class).getIfUnique(), advice, errorPolicy);
	}

}
