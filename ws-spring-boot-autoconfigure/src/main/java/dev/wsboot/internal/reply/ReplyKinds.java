/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.reply;

import java.util.List;
import java.util.stream.Stream;

import org.springframework.beans.factory.ListableBeanFactory;

/**
 * Lists the kinds of replies. Used once, at startup.
 */
public final class ReplyKinds {

	/**
	 * The project's own kinds. The order matters, since the last one supports all types.
	 */
	private static final List<ReplyFactory> OWN = List.of(new EmptyReply.Factory(), new StageReply.Factory(),
			new PublishedReply.Factory(), new PulledReply.Factory(), new FragmentReply.Factory(),
			new MessageReply.Factory());

	private ReplyKinds() {
	}

	/**
	 * Returns the kinds of an application: its own beans, then the kinds of this project.
	 * @param beanFactory the bean factory with the application's factories
	 * @return the kinds
	 */
	public static ReplyFactories of(ListableBeanFactory beanFactory) {
		return new ReplyFactories(
				Stream.concat(beanFactory.getBeanProvider(ReplyFactory.class).orderedStream(), OWN.stream()).toList());
	}

}
