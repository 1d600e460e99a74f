/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.endpoint.stream;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.stream.Stream;

import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.OnOpen;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.endpoint.fixture.EndpointServer;
import dev.wsboot.test.WsTestClient;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * The features of an application that has neither Reactor nor Reactive Streams nor Bean
 * Validation: its classes come from a loader that does not know them.
 */
class WithoutReactiveStreamsTest {

	@Test
	void streamsAndStagesWork() throws Exception {
		List<URL> urls = new ArrayList<>();
		String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
		for (String entry : classPath.split(File.pathSeparator)) {
			if (!entry.matches(".*(reactor-core|reactive-streams|validation-api|hibernate-validator).*\\.jar")) {
				urls.add(url(entry));
			}
		}
		Thread thread = Thread.currentThread();
		ClassLoader before = thread.getContextClassLoader();
		try (URLClassLoader loader = new URLClassLoader(urls.toArray(URL[]::new),
				ClassLoader.getPlatformClassLoader())) {
			assertThatThrownBy(() -> loader.loadClass("org.reactivestreams.Publisher"))
				.isInstanceOf(ClassNotFoundException.class);
			assertThatThrownBy(() -> loader.loadClass("jakarta.validation.Valid"))
				.isInstanceOf(ClassNotFoundException.class);
			thread.setContextClassLoader(loader);
			Object answers = loader.loadClass(Application.class.getName()).getMethod("answers").invoke(null);
			assertThat(answers).isEqualTo("tick tick {\"text\":\"later\"} flow got it");
		}
		finally {
			thread.setContextClassLoader(before);
		}
	}

	private static URL url(String entry) throws MalformedURLException {
		return Path.of(entry).toUri().toURL();
	}

	/** Runs where the classes are missing. */
	public static final class Application {

		private Application() {
		}

		public static String answers() {
			try (EndpointServer server = EndpointServer.of(Ticks.class, Flows.class);
					WsTestClient client = server.connect("/ticks");
					WsTestClient flow = server.connect("/flows")) {
				String ticks = client.expectText() + " " + client.expectText();
				return ticks + " " + client.send("{\"text\":\"later\"}").expectText() + " " + flow.expectText() + " "
						+ flow.send("it").expectText();
			}
		}

	}

	record Said(String text) {
	}

	@WsEndpoint("/ticks")
	static class Ticks {

		@OnOpen
		Stream<String> onOpen() {
			return Stream.of("tick", "tick");
		}

		@OnMessage
		CompletionStage<Said> onMessage(Said said) {
			return CompletableFuture.completedFuture(said);
		}

	}

	@WsEndpoint("/flows")
	static class Flows {

		@OnOpen
		Flow.Publisher<String> onOpen() {
			return (subscriber) -> {
				SubmissionPublisher<String> publisher = new SubmissionPublisher<>();
				publisher.subscribe(subscriber);
				publisher.submit("flow");
			};
		}

		@OnMessage
		Flow.Publisher<String> onMessages(Flow.Publisher<String> messages) {
			Prefixing prefixing = new Prefixing();
			messages.subscribe(prefixing);
			return prefixing;
		}

	}

	static class Prefixing extends SubmissionPublisher<String> implements Flow.Subscriber<String> {

		@Override
		public void onSubscribe(Flow.Subscription subscription) {
			subscription.request(Long.MAX_VALUE);
		}

		@Override
		public void onNext(String text) {
			submit("got " + text);
		}

		@Override
		public void onError(Throwable error) {
			closeExceptionally(error);
		}

		@Override
		public void onComplete() {
			close();
		}

	}

}
