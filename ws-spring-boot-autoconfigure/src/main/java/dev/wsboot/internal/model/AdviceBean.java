/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.model;

import java.util.Arrays;

import dev.wsboot.annotation.WsAdvice;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.OrderUtils;
import org.springframework.util.ClassUtils;

/**
 * A bean annotated with {@link WsAdvice}.
 *
 * @param name the bean's name
 * @param type the class that the user wrote
 * @param bean the bean, possibly a proxy
 * @param annotation the annotation, which selects the endpoints
 */
public record AdviceBean(String name, Class<?> type, Object bean, WsAdvice annotation) implements Ordered {

	public Location location() {
		return Location.bean(this.name, this.type);
	}

	public boolean isFor(EndpointBean endpoint) {
		Class<?>[] types = this.annotation.assignableTypes();
		return types.length == 0
				|| Arrays.stream(types).anyMatch((type) -> ClassUtils.isAssignable(type, endpoint.type()));
	}

	@Override
	public int getOrder() {
		return (this.bean instanceof Ordered ordered) ? ordered.getOrder()
				: OrderUtils.getOrder(this.type, Ordered.LOWEST_PRECEDENCE);
	}

}
