package dev.wsboot.sample;

import java.io.IOException;
import java.nio.file.Path;

import dev.wsboot.annotation.OnError;
import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.WsAdvice;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.annotation.WsScope;
import dev.wsboot.test.WsTestClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Applications that run from bean definitions which were generated ahead of time.
 */
class AheadOfTimeTest {

	@Test
	void theSampleRuns(@TempDir Path directory) throws IOException {
		try (AotProcessed sample = AotProcessed.start(SampleApplication.class, directory)) {
			assertThat(sample.output()).contains("Starting AOT-processed SampleApplication");
			try (WsTestClient client = WsTestClient.connect(sample.uri("/echo"))) {
				client.send("hello").expectText("hello");
				client.sendBinary((byte) 1, (byte) 2).expectBinary((byte) 1, (byte) 2);
			}
			try (WsTestClient client = WsTestClient.connect(sample.uri("/chat/tea"))) {
				client.expectJson(ChatEvent.Welcome.class);
			}
		}
	}

	@Test
	void scopesAndAdviceAreThere(@TempDir Path directory) throws IOException {
		try (AotProcessed scoped = AotProcessed.start(Scoped.class, directory)) {
			assertThat(scoped.output()).contains("Starting AOT-processed");
			try (WsTestClient one = WsTestClient.connect(scoped.uri("/own"));
					WsTestClient two = WsTestClient.connect(scoped.uri("/own"))) {
				one.send("7").expectText("7").send("8").expectText("15");
				two.send("1").expectText("1");
				two.send("0").expectText("sorry");
			}
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ Own.class, Sorry.class, Sum.class })
	public static class Scoped {

		public static void main(String[] args) {
			SpringApplication.run(Scoped.class, args);
		}

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
