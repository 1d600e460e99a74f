/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.server.tls;

import java.nio.ByteBuffer;
import java.util.List;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

import dev.wsboot.engine.server.fixture.Certificates;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ClientHelloTest {

	private static final int HEADER = 5;

	/** The record of a ClientHello that asks for a name. */
	private static byte[] record(String name) throws Exception {
		SSLEngine engine = Certificates.trustAll().createSSLEngine();
		engine.setUseClientMode(true);
		SSLParameters parameters = engine.getSSLParameters();
		parameters.setServerNames(List.of(new SNIHostName(name)));
		engine.setSSLParameters(parameters);
		ByteBuffer record = ByteBuffer.allocate(32 * 1024);
		engine.wrap(ByteBuffer.allocate(0), record);
		return bytes(record.flip());
	}

	private static byte[] bytes(ByteBuffer buffer) {
		byte[] bytes = new byte[buffer.remaining()];
		buffer.get(bytes);
		return bytes;
	}

	/** The same message in records of some length. */
	private static byte[] inRecordsOf(int length, byte[] record) {
		ByteBuffer records = ByteBuffer.allocate(10 * record.length);
		for (int i = HEADER; i < record.length; i += length) {
			int here = Math.min(length, record.length - i);
			records.put(record, 0, 3).putShort((short) here).put(record, i, here);
		}
		return bytes(records.flip());
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 7, 100, 16384 })
	void theNameIsKnownWithTheLastByte(int recordLength) throws Exception {
		byte[] records = inRecordsOf(recordLength, record("a.example.com"));
		ClientHello hello = new ClientHello();
		for (int i = 0; i < records.length; i++) {
			assertThat(hello.read(ByteBuffer.wrap(records, 0, i))).as("known after %d bytes", i).isFalse();
		}
		assertThat(hello.read(ByteBuffer.wrap(records))).isTrue();
		assertThat(hello.serverName()).isEqualTo("a.example.com");
	}

	@Test
	void theBytesAreReadOnce() throws Exception {
		byte[] records = record("a.example.com");
		ClientHello hello = new ClientHello();
		hello.read(ByteBuffer.wrap(records, 0, records.length - 1));
		// what was read before is not looked at again
		for (int i = 0; i < records.length - 1; i++) {
			records[i] = 0;
		}
		assertThat(hello.read(ByteBuffer.wrap(records))).isTrue();
		assertThat(hello.serverName()).isEqualTo("a.example.com");
	}

	@Test
	void aMessageInTooManyRecordsHasNoName() throws Exception {
		byte[] records = new byte[ClientHello.MAX_RECORDS_SIZE];
		byte[] header = { 1, 0, 60, 0, 3, 3 };
		for (int i = 0; i + 6 <= records.length; i += 6) {
			byte content = (i / 6 < header.length) ? header[i / 6] : 0;
			System.arraycopy(new byte[] { 22, 3, 3, 0, 1, content }, 0, records, i, 6);
		}
		ClientHello hello = new ClientHello();
		assertThat(hello.read(ByteBuffer.wrap(records, 0, records.length - 1))).isFalse();
		assertThat(hello.read(ByteBuffer.wrap(records))).isTrue();
		assertThat(hello.serverName()).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "17", "160301000502", "1603010000", "160301ffff", "16030100050100ffff" })
	void whatIsNoClientHelloHasNoName(String start) {
		byte[] bytes = new byte[100];
		byte[] given = java.util.HexFormat.of().parseHex(start);
		System.arraycopy(given, 0, bytes, 0, given.length);
		ClientHello hello = new ClientHello();
		assertThat(hello.read(ByteBuffer.wrap(bytes))).isTrue();
		assertThat(hello.serverName()).isNull();
	}

}
