/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.json;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class JsonSlicerTest {

	private final JsonSlicer slicer = new JsonSlicer(JsonMapper.shared().reader());

	@Test
	void membersAreThereAsTheyWereWritten() {
		JsonSlice object = whole("""
				 { "a" : 1 , "b":"x\\u00e9\\"}" , "c": [1, {"d": 2} ] ,"é€😀":-1.50e+3,
				"e":null, "f" : { "g" : [] } , "h":true,"":"" , "last":123456789012345678901234567890 }\t""");
		List<String> names = List.of("a", "b", "c", "é€😀", "e", "f", "h", "", "last", "absent");
		assertThat(this.slicer.members(object, names)
			.entrySet()
			.stream()
			.map((entry) -> entry.getKey() + "=" + entry.getValue())).containsExactlyInAnyOrder("a=1",
					"b=\"x\\u00e9\\\"}\"", "c=[1, {\"d\": 2} ]", "é€😀=-1.50e+3", "e=null", "f={ \"g\" : [] }",
					"h=true", "=\"\"", "last=123456789012345678901234567890");
	}

	@Test
	void slicesOfSlicesKeepTheirPlace() {
		JsonSlice outer = this.slicer
			.members(whole("{\"é\":1,\"args\": [ 1 ,\"é\", [2,[3]], {\"k\":[4, 5]}]}"), List.of("args"))
			.get("args");
		assertThat(this.slicer.elements(outer, 10)).map(JsonSlice::toString)
			.containsExactly("1", "\"é\"", "[2,[3]]", "{\"k\":[4, 5]}");
		JsonSlice inner = this.slicer.members(this.slicer.elements(outer, 10).get(3), List.of("k")).get("k");
		assertThat(this.slicer.elements(inner, 10)).map((slice) -> new String(slice.bytes(), StandardCharsets.UTF_8))
			.containsExactly("4", "5");
	}

	@Test
	void numbersOfAnyLengthAreKept() {
		String digits = "7".repeat(900);
		assertThat(parts("[ " + digits + " ]").elements()).map(JsonSlice::toString).containsExactly(digits);
		assertThat(parts("{\"id\":" + digits + "}").members().get("id")).hasToString(digits);
	}

	@Test
	void theFirstOfSeveralMembersCounts() {
		assertThat(this.slicer.members(whole("{\"a\":1,\"a\":2}"), List.of("a")).values()).map(JsonSlice::toString)
			.containsExactly("1");
		assertThat(this.slicer.peek(utf8("{\"a\":\"1\",\"a\":\"2\"}"), "a")).isEqualTo("1");
	}

	@Test
	void slicesKnowTheKindsOfTheirValues() {
		String kinds = this.slicer.elements(whole("[{},[],\"\",0,-1,null,true]"), 10)
			.stream()
			.map((slice) -> slice.isObject() ? "object"
					: slice.isArray() ? "array"
							: slice.isString() ? "string"
									: slice.isNumber() ? "number" : slice.isNull() ? "null" : "other")
			.collect(Collectors.joining(","));
		assertThat(kinds).isEqualTo("object,array,string,number,number,null,other");
	}

	@Test
	void stringsAreRead() {
		assertThat(this.slicer.text(whole("\"a\\u00e9\\n\\\"\""))).isEqualTo("aé\n\"");
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', quoteCharacter = '`',
			value = { "{\"type\":\"x\"};x", "{\"a\":{\"type\":\"no\"},\"type\":\"x\"};x",
					"{\"ty\\u0070e\":\"x\\u0079\"};xy", "{\"type\":1};", "{\"type\":null};", "{};", "[\"type\",\"x\"];",
					"\"type\";", "1;", "{\"other\":\"x\"};" })
	void aFieldIsPeeked(String json, String expected) {
		assertThat(this.slicer.peek(utf8(json), "type")).isEqualTo(expected);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "{", "{\"a\":1", "{\"a\"}", "{\"a\":1}}", "{} {}", "[1,]", "nul", "tru", "\"",
			"{'a':1}", "1 2", "[1}", "\u0000{\u0000}", "{\u0000\"\u0000a\u0000\"\u0000:\u00001\u0000}\u0000" })
	void othersAreNoJson(String text) {
		assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> parts(text));
	}

	@Test
	void nestingIsLimited() {
		String deep = "[".repeat(2000) + "]".repeat(2000);
		assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> parts(deep));
		assertThatExceptionOfType(JacksonException.class)
			.isThrownBy(() -> this.slicer.peek(utf8("{\"a\":" + deep + ",\"type\":\"x\"}"), "type"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', quoteCharacter = '`',
			value = { "[];0", "[1];1", " [1,2] ;2", "[1,2,3];2", "[[],[[]],[[],[]],{\"a\":[]}];2", "[{},[3],[4]];2" })
	void elementsBeyondTheLimitAreSkipped(String json, int expected) {
		assertThat(parts(json).members()).isNull();
		assertThat(parts(json).elements()).hasSize(expected);
		assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> parts(json + "]"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "1", "\"a\"", "null", " true " })
	void otherValuesHaveNoParts(String json) {
		assertThat(parts(json)).isEqualTo(new JsonSlicer.Parts(null, null));
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', quoteCharacter = '`',
			value = { "{\"id\":1,\"a\":2};{a=2, id=1}", "{\"x\":{\"a\":1},\"id\":[\"a\"]};{id=[\"a\"]}", "{};{}",
					"[\"a\"];{}", "\"a\";{}", "{\"a\":1 no JSON;{a=1}", "{\"a\":1,\"a\":2};{a=1}", "no JSON;{}", ";{}",
					"{\"a\":1,\"y\":\"a long text\",\"id\":1};{a=1}",
					"{\"a\":\"a long text that is cut\",\"id\":1};{a=null}",
					"{\"a long name that is cut\":1,\"a\":1};{}", "{ \"x\":1,      \"id\":1234567};{id=null}",
					"{ \"x\":1,      \"id\":1};{id=1}" })
	void theBeginningIsTakenApart(String json, String expected) {
		byte[] text = utf8((json != null) ? json : "");
		assertThat(new TreeMap<>(this.slicer.beginning(text, 24, List.of("id", "a")))).hasToString(expected);
	}

	private JsonSlicer.Parts parts(String text) {
		return this.slicer.parts(utf8(text), List.of("id"), 2);
	}

	/** Returns a slice that begins and ends with the value. */
	private static JsonSlice whole(String text) {
		return JsonSlice.of(utf8(text.strip()));
	}

	private static byte[] utf8(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
