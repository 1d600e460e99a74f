/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.binding;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.convert.ConversionService;

/**
 * Chooses the conversion service of an application. Stateless.
 */
final class Conversions {

	private Conversions() {
	}

	/**
	 * Returns the bean {@code conversionService}, or else the only bean of that type
	 * (such as Spring MVC's), or else a conversion service of Spring Boot with the
	 * application's converter beans.
	 * @param beanFactory the application's bean factory
	 * @return the conversion service
	 */
	static ConversionService of(ConfigurableListableBeanFactory beanFactory) {
		String name = ConfigurableApplicationContext.CONVERSION_SERVICE_BEAN_NAME;
		if (beanFactory.containsBean(name) && beanFactory.isTypeMatch(name, ConversionService.class)) {
			return beanFactory.getBean(name, ConversionService.class);
		}
		ConversionService only = beanFactory.getBeanProvider(ConversionService.class).getIfUnique();
		if (only != null) {
			return only;
		}
		ApplicationConversionService own = new ApplicationConversionService();
		ApplicationConversionService.addBeans(own, beanFactory);
		return own;
	}

}
