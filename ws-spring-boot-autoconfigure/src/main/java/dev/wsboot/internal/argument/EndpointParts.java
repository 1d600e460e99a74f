/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.argument;

import java.util.Set;

import dev.wsboot.annotation.MessageProtocol;
import dev.wsboot.internal.handshake.HandshakeValues;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * The parts of an endpoint that provide arguments of its handler methods.
 *
 * @param beanFactory the application's bean factory
 * @param protocol the protocol of the endpoint's messages
 * @param pathVariables the names of the variables in the endpoint's path
 * @param values the values of the handshake, to which parameters are added
 */
public record EndpointParts(ConfigurableListableBeanFactory beanFactory, MessageProtocol protocol,
		Set<String> pathVariables, HandshakeValues values) {
}
