/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.scoped;

import dev.wsboot.annotation.OnError;
import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.WsAdvice;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.annotation.WsScope;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * An application in which sessions have beans of their own.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({ ScopedApplication.Own.class, ScopedApplication.Sorry.class, ScopedApplication.Sum.class })
public class ScopedApplication {

	public static void main(String[] args) {
		SpringApplication.run(ScopedApplication.class, args);
	}

	@WsScope
	static class Sum {

		private int sum;

		int add(int number) {
			this.sum += number;
			return this.sum;
		}

	}

	@WsEndpoint("/own")
	@WsScope
	static class Own {

		private final Sum sum;

		Own(Sum sum) {
			this.sum = sum;
		}

		@OnMessage
		int onMessage(Integer number) {
			if (number == 0) {
				throw new IllegalStateException();
			}
			return this.sum.add(number);
		}

	}

	@WsAdvice
	static class Sorry {

		@OnError
		String onError(IllegalStateException error) {
			return "sorry";
		}

	}

}
