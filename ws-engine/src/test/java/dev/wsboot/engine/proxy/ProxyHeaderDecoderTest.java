/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.proxy;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

import dev.wsboot.engine.frame.ProtocolException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ProxyHeaderDecoderTest {

	private static final byte[] REST = "GET / HTTP/1.1".getBytes(StandardCharsets.US_ASCII);

	@ParameterizedTest
	@CsvSource({ "PROXY TCP4 192.0.2.1 192.0.2.2 56324 443, 192.0.2.1, 56324",
			"PROXY TCP4 255.255.255.255 255.255.255.255 65535 65535, 255.255.255.255, 65535",
			"PROXY TCP6 2001:db8::1 ::1 1 0, 2001:db8::1, 1",
			"PROXY TCP6 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 65535 65535, "
					+ "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, 65535" })
	void aLineNamesTheClient(String line, String address, int port) throws Exception {
		ProxyHeaderDecoder decoder = whole(line(line));
		assertThat(decoder.source()).isNotNull();
		assertThat(decoder.source().getAddress()).isEqualTo(InetAddress.getByName(address));
		assertThat(decoder.source().getPort()).isEqualTo(port);
	}

	@ParameterizedTest
	@ValueSource(strings = { "PROXY UNKNOWN", "PROXY UNKNOWN ffff::1 ffff::1 65535 65535", "PROXY UNKNOWN anything" })
	void aLineMayNotKnowTheClient(String line) throws Exception {
		assertThat(whole(line(line)).source()).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET / HTTP/1.1", "PROXX TCP4 192.0.2.1 192.0.2.2 1 2",
			"proxy TCP4 192.0.2.1 192.0.2.2 1 2", "PROXY  TCP4 192.0.2.1 192.0.2.2 1 2",
			"PROXY TCP4 192.0.2.1 192.0.2.2 1", "PROXY TCP4 192.0.2.1 192.0.2.2 1 2 3",
			"PROXY TCP4 192.0.2.1 192.0.2.2 1 65536", "PROXY TCP4 192.0.2.1 192.0.2.2 01 2",
			"PROXY TCP4 192.0.2.1 192.0.2.2 -1 2", "PROXY TCP4 ::1 ::1 1 2", "PROXY TCP6 192.0.2.1 192.0.2.2 1 2",
			"PROXY TCP4 example.com 192.0.2.2 1 2", "PROXY TCP4 192.0.2.256 192.0.2.2 1 2",
			"PROXY TCP5 192.0.2.1 192.0.2.2 1 2", "PROXY ", "PROXY TCP4", "PROXY UDP4 192.0.2.1 192.0.2.2 1 2" })
	void otherLinesAreRefused(String line) {
		refused(line(line));
	}

	@Test
	void aLineEndsWithCrLf() {
		refused("PROXY UNKNOWN\n".getBytes(StandardCharsets.US_ASCII));
	}

	@Test
	void aLineOf107BytesIsTheLongest() throws Exception {
		String text = "PROXY UNKNOWN " + "x".repeat(107 - 14 - 2);
		assertThat(whole(line(text)).source()).isNull();
		refused(line(text + "x"));
	}

	@Test
	void theBinaryFormNamesTheClient() throws Exception {
		assertThat(whole(binary("21 11 000C C0000201 C0000202 DC04 01BB")).source()).hasToString("/192.0.2.1:56324");
		ProxyHeaderDecoder six = whole(
				binary("21 21 0024 20010DB8000000000000000000000001 00000000000000000000000000000001 DC04 01BB"));
		assertThat(six.source().getAddress()).isEqualTo(InetAddress.getByName("2001:db8::1"));
		assertThat(six.source().getPort()).isEqualTo(56324);
	}

	@Test
	void whatFollowsTheAddressesIsSkipped() throws Exception {
		assertThat(whole(binary("21 11 0010 C0000201 C0000202 DC04 01BB 04 0001 00")).source())
			.hasToString("/192.0.2.1:56324");
		// the most there can be, of which nothing is kept
		assertThat(whole(binary("21 11 FFFF C0000201 C0000202 DC04 01BB " + "00".repeat(0xFFFF - 12))).source())
			.hasToString("/192.0.2.1:56324");
	}

	@ParameterizedTest
	@ValueSource(strings = { "20 00 0000", "20 11 000C C0000201 C0000202 DC04 01BB", "21 00 0000",
			"21 31 0004 01020304", "21 12 000C C0000201 C0000202 DC04 01BB" })
	void theBinaryFormMaySpeakForTheProxyItself(String hex) throws Exception {
		assertThat(whole(binary(hex)).source()).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "11 11 000C C0000201 C0000202 DC04 01BB", "22 11 000C C0000201 C0000202 DC04 01BB",
			"21 11 000B C0000201 C0000202 DC04 01", "21 21 0023 " + "00", "31 11 0000" })
	void otherBinaryFormsAreRefused(String hex) {
		byte[] bytes = binary(hex);
		int length = bytes.length + 64;
		refused(Arrays.copyOf(bytes, length));
	}

	@Test
	void theSignatureIsCheckedByteByByte() {
		byte[] header = binary("21 11 000C C0000201 C0000202 DC04 01BB");
		for (int i = 0; i < 12; i++) {
			byte[] broken = Arrays.copyOf(header, i + 1);
			broken[i] ^= 0x20;
			refused(broken);
		}
	}

	private static byte[] line(String text) {
		return (text + "\r\n").getBytes(StandardCharsets.US_ASCII);
	}

	private static byte[] binary(String hex) {
		return HexFormat.of().parseHex("0D0A0D0A000D0A515549540A" + hex.replace(" ", ""));
	}

	/** Decodes whole and in every split, and leaves what follows. */
	private static ProxyHeaderDecoder whole(byte[] header) throws Exception {
		ByteArrayOutputStream all = new ByteArrayOutputStream();
		all.write(header);
		all.write(REST);
		ProxyHeaderDecoder decoder = new ProxyHeaderDecoder();
		ByteBuffer data = ByteBuffer.wrap(all.toByteArray());
		assertThat(decoder.decode(data)).isTrue();
		assertThat(data.remaining()).isEqualTo(REST.length);
		for (int split = 1; split < Math.min(header.length, 300); split++) {
			ProxyHeaderDecoder again = new ProxyHeaderDecoder();
			assertThat(again.decode(ByteBuffer.wrap(header, 0, split))).isFalse();
			ByteBuffer rest = ByteBuffer.wrap(all.toByteArray(), split, all.size() - split);
			assertThat(again.decode(rest)).isTrue();
			assertThat(rest.remaining()).isEqualTo(REST.length);
			assertThat(again.source()).isEqualTo(decoder.source());
		}
		return decoder;
	}

	private static void refused(byte[] header) {
		assertThatExceptionOfType(ProtocolException.class)
			.isThrownBy(() -> new ProxyHeaderDecoder().decode(ByteBuffer.wrap(header)));
		assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> {
			ProxyHeaderDecoder decoder = new ProxyHeaderDecoder();
			for (byte each : header) {
				decoder.decode(ByteBuffer.wrap(new byte[] { each }));
			}
		});
	}

}
