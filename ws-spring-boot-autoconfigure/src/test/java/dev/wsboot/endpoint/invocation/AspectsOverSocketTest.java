/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.endpoint.invocation;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import dev.wsboot.annotation.OnError;
import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.WsAdvice;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.endpoint.WsHandshakeInterceptor;
import dev.wsboot.endpoint.fixture.EndpointServer;
import dev.wsboot.test.WsTestClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.aop.support.AopUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Spring's own aspects on the methods of endpoints.
 */
class AspectsOverSocketTest {

	private static EndpointServer server;

	@BeforeAll
	static void start() {
		server = EndpointServer.of(Aspects.class, Accounts.class, Orders.class, Slow.class, Denials.class);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableMethodSecurity
	@EnableAsync
	@EnableTransactionManagement
	static class Aspects {

		@Bean
		Transactions transactionManager() {
			return new Transactions();
		}

		@Bean
		SimpleAsyncTaskExecutor taskExecutor() {
			return new SimpleAsyncTaskExecutor("async-");
		}

		/** Micrometer's context propagation carries it into the session's calls. */
		@Bean
		WsHandshakeInterceptor login() {
			return (handshake) -> {
				String role = handshake.request().query();
				if (role != null) {
					SecurityContextHolder
						.setContext(new SecurityContextImpl(new TestingAuthenticationToken(role, "", "ROLE_" + role)));
				}
				return null;
			};
		}

	}

	@Test
	void authorizationIsAskedAndItsDenialIsAnError() {
		try (WsTestClient admin = server.connect("/accounts?ADMIN");
				WsTestClient guest = server.connect("/accounts?GUEST");
				WsTestClient nobody = server.connect("/accounts")) {
			assertThat(AopUtils.isAopProxy(server.bean(Accounts.class))).isTrue();
			admin.send("list").expectText("list of ADMIN");
			guest.send("list").expectText("denied");
			guest.send("open").expectText("open of GUEST");
			admin.send("again").expectText("again of ADMIN");
			nobody.send("open").expectClose(1008);
		}
	}

	@WsEndpoint("/accounts")
	static class Accounts {

		@OnMessage
		@PreAuthorize("hasRole('ADMIN') or #text == 'open'")
		String onMessage(String text) {
			return text + " of " + SecurityContextHolder.getContext().getAuthentication().getName();
		}

	}

	@WsAdvice
	static class Denials {

		@OnError
		String onDenied(AccessDeniedException error) {
			return "denied";
		}

	}

	@Test
	void transactionsAreCommittedOrRolledBackBeforeTheReply() throws InterruptedException {
		try (WsTestClient client = server.connect("/orders")) {
			client.send("buy").expectText("in a transaction: true");
			assertThat(server.bean(Transactions.class).next()).isEqualTo("commit");
			client.send("fail").expectText("sorry");
			assertThat(server.bean(Transactions.class).next()).isEqualTo("rollback");
		}
	}

	@WsEndpoint("/orders")
	static class Orders {

		@Transactional
		@OnMessage
		String onMessage(String text) {
			if (text.equals("fail")) {
				throw new IllegalStateException();
			}
			return "in a transaction: " + TransactionSynchronizationManager.isActualTransactionActive();
		}

		@OnError
		String onError(IllegalStateException error) {
			return "sorry";
		}

	}

	/** Notes how transactions end. */
	static class Transactions extends AbstractPlatformTransactionManager {

		private final transient BlockingQueue<String> ends = new LinkedBlockingQueue<>();

		String next() throws InterruptedException {
			return this.ends.poll(60, TimeUnit.SECONDS);
		}

		@Override
		protected Object doGetTransaction() {
			return List.of();
		}

		@Override
		protected void doBegin(Object transaction, TransactionDefinition definition) {
		}

		@Override
		protected void doCommit(DefaultTransactionStatus status) {
			this.ends.add("commit");
		}

		@Override
		protected void doRollback(DefaultTransactionStatus status) {
			this.ends.add("rollback");
		}

	}

	@Test
	void asynchronousMethodsReplyLater() {
		try (WsTestClient client = server.connect("/slow")) {
			client.send("where?");
			assertThat(client.expectText()).startsWith("async-");
			client.send("fail").expectText("sorry: failed");
		}
	}

	@WsEndpoint("/slow")
	static class Slow {

		@Async
		@OnMessage
		public CompletableFuture<String> onMessage(String text) {
			if (text.equals("fail")) {
				throw new IllegalStateException("failed");
			}
			return CompletableFuture.completedFuture(Thread.currentThread().getName());
		}

		@OnError
		String onError(IllegalStateException error) {
			return "sorry: " + error.getMessage();
		}

	}

}
