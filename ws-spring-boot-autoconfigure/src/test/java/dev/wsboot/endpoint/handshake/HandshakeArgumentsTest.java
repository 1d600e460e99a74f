/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.endpoint.handshake;

import java.io.File;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.URI;
import java.net.URL;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

import dev.wsboot.annotation.OnClose;
import dev.wsboot.annotation.OnMessage;
import dev.wsboot.annotation.OnOpen;
import dev.wsboot.annotation.WsEndpoint;
import dev.wsboot.endpoint.fixture.EndpointTester;
import dev.wsboot.engine.CloseStatus;
import dev.wsboot.internal.handshake.PureConversions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.convert.TypeDescriptor;
import org.springframework.core.convert.converter.Converter;
import org.springframework.core.convert.converter.GenericConverter;
import org.springframework.core.io.Resource;
import org.springframework.format.support.DefaultFormattingConversionService;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;

import static org.assertj.core.api.Assertions.assertThat;

class HandshakeArgumentsTest {

	@Test
	void valuesAreConvertedAndKeptForAllMethods() {
		try (EndpointTester tester = EndpointTester.of(Items.class)) {
			UUID id = UUID.randomUUID();
			tester.open("/items/" + id, "page=3&tag=a&tag=b", "X-Color", "RED")
				.does("text:" + id + " 3 [a, b] RED")
				.text("hi")
				.does("text:" + id + " hi")
				.closed(CloseStatus.NORMAL);
			assertThat(tester.bean(Items.class).closedAtPage).isEqualTo(3);
			assertThat(tester.executedTasks()).isZero();
		}
	}

	@Test
	void missingRequestParameterRejectsTheHandshake() {
		try (EndpointTester tester = EndpointTester.of(Items.class)) {
			tester.rejects(400, "Request parameter 'page' is missing", "/items/" + UUID.randomUUID(), "tag=a",
					"X-Color", "RED");
		}
	}

	@Test
	void missingHeaderRejectsTheHandshake() {
		try (EndpointTester tester = EndpointTester.of(Items.class)) {
			tester.rejects(400, "Request header 'x-color' is missing", "/items/" + UUID.randomUUID(), "page=1&tag=a");
		}
	}

	@Test
	void invalidValuesRejectTheHandshakeAndAreNotRepeated() {
		try (EndpointTester tester = EndpointTester.of(Items.class)) {
			tester.rejects(400, "Path variable 'id' is invalid", "/items/%3Cscript%3E", "page=1&tag=a", "X-Color",
					"RED");
			tester.rejects(400, "Request parameter 'page' is invalid", "/items/" + UUID.randomUUID(), "page=x&tag=a",
					"X-Color", "RED");
			tester.rejects(400, "Request header 'x-color' is invalid", "/items/" + UUID.randomUUID(), "page=1&tag=a",
					"X-Color", "octarine");
		}
	}

	@Test
	void emptyTextIsNotANumber() {
		try (EndpointTester tester = EndpointTester.of(Items.class)) {
			tester.rejects(400, "Request parameter 'page' is invalid", "/items/" + UUID.randomUUID(), "page=&tag=a",
					"X-Color", "RED");
		}
	}

	@Test
	void optionalValuesMayBeMissing() {
		try (EndpointTester tester = EndpointTester.of(Optionals.class)) {
			tester.open("/optional").does("text:Optional.empty null null 7 lobby");
			tester.open("/optional", "a=1&b=2&c=3&d=4&e=5").does("text:Optional[1] 2 3 4 5");
			tester.open("/optional", "a=&d=&e=").does("text:Optional.empty null null 7 lobby");
		}
	}

	@Test
	void mapsTakeEverything() {
		try (EndpointTester tester = EndpointTester.of(Maps.class)) {
			tester.open("/maps/1/2", "q=x&q=y", "A", "b", "a", "c").does("text:{x=1, y=2} {q=x} {q=[x, y]} {a=b}");
		}
	}

	@Test
	void convertersThatMayBlockRunOnTheExecutor() {
		try (EndpointTester tester = EndpointTester.of(Entities.class, AccountConverter.class)) {
			tester.open("/accounts/7").does("text:Account[id=7]");
			assertThat(tester.executedTasks()).isEqualTo(1);
		}
	}

	@Test
	void hostNamesAreResolvedOnTheExecutor() {
		try (EndpointTester tester = EndpointTester.of(Hosts.class)) {
			tester.open("/hosts", "host=127.0.0.1").does("text:/127.0.0.1 []");
			assertThat(tester.executedTasks()).isEqualTo(1);
		}
	}

	@ParameterizedTest
	@ValueSource(classes = { InetAddress.class, InetAddress[].class, URL.class, URI.class, File.class, Path.class,
			Resource.class, Class.class, Charset.class, Pattern.class, Locale.class, ZoneId.class, ZonedDateTime.class,
			Number.class, Object.class, List.class, Properties.class, Account.class })
	void conversionsToTypesThatAreNotListedMayBlock(Class<?> type) {
		assertThat(isPure(type)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(classes = { String.class, boolean.class, int.class, Long.class, int[].class, BigDecimal.class,
			UUID.class, Color.class, Color[].class, Instant.class, LocalDate.class, Duration.class })
	void conversionsToListedTypesArePure(Class<?> type) {
		assertThat(isPure(type, AccountConverter.class)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(classes = { ColorConverter.class, AnyConverter.class, OwnConversions.class, Lambdas.class })
	void conversionsOfTheApplicationMayBlock(Class<?> bean) {
		assertThat(isPure(Color.class, bean)).isFalse();
	}

	private static boolean isPure(Class<?> type, Class<?>... beans) {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			List.of(beans).forEach(context::register);
			context.refresh();
			return PureConversions.of(context.getBeanFactory()).includes(TypeDescriptor.valueOf(type));
		}
	}

	@Test
	void applicationsConversionServiceWins() {
		try (EndpointTester tester = EndpointTester.of(Entities.class, OwnConversions.class)) {
			tester.open("/accounts/7").does("text:Account[id=-1]");
		}
	}

	@WsEndpoint("/items/{id}")
	static class Items {

		int closedAtPage;

		@OnOpen
		String onOpen(@PathVariable UUID id, @RequestParam int page, @RequestParam("tag") List<String> tags,
				@RequestHeader("x-color") Color color) {
			return id + " " + page + " " + tags + " " + color;
		}

		@OnMessage
		String onMessage(String text, @PathVariable UUID id) {
			return id + " " + text;
		}

		@OnClose
		void onClose(@RequestParam("page") int number) {
			this.closedAtPage = number;
		}

	}

	enum Color {

		RED, GREEN

	}

	@WsEndpoint("/optional")
	static class Optionals {

		@OnOpen
		String onOpen(@RequestParam Optional<Integer> a, @RequestParam(required = false) Integer b,
				@RequestParam @Nullable Integer c, @RequestParam(defaultValue = "7") int d,
				@RequestParam(defaultValue = "${room:lobby}") String e) {
			return a + " " + b + " " + c + " " + d + " " + e;
		}

	}

	@WsEndpoint("/maps/{x}/{y}")
	static class Maps {

		@OnOpen
		String onOpen(@PathVariable Map<String, String> variables, @RequestParam Map<String, String> params,
				@RequestParam MultiValueMap<String, String> allParams, @RequestHeader Map<String, String> headers) {
			return variables + " " + params + " " + allParams + " " + headers;
		}

	}

	@WsEndpoint("/hosts")
	static class Hosts {

		@OnOpen
		String onOpen(@RequestParam InetAddress host, @RequestParam(required = false) List<URI> others) {
			return host + " " + Objects.requireNonNullElse(others, List.of());
		}

	}

	static class ColorConverter implements Converter<String, Color> {

		@Override
		public Color convert(String source) {
			return Color.RED;
		}

	}

	static class AnyConverter implements GenericConverter {

		@Override
		public Set<ConvertiblePair> getConvertibleTypes() {
			return Set.of(new ConvertiblePair(String.class, Account.class));
		}

		@Override
		public @Nullable Object convert(@Nullable Object source, TypeDescriptor sourceType, TypeDescriptor targetType) {
			return null;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Lambdas {

		@Bean
		Converter<String, Color> colors() {
			return (source) -> Color.RED;
		}

	}

	record Account(int id) {
	}

	@WsEndpoint("/accounts/{account}")
	static class Entities {

		@OnOpen
		String onOpen(@PathVariable Account account) {
			return account.toString();
		}

	}

	static class AccountConverter implements Converter<String, Account> {

		@Override
		public Account convert(String source) {
			return new Account(Integer.parseInt(source));
		}

	}

	static class OwnConversions extends DefaultFormattingConversionService {

		OwnConversions() {
			addConverter(String.class, Account.class, (source) -> new Account(-1));
		}

	}

}
