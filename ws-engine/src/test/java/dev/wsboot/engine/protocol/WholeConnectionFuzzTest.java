/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.protocol;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.wsboot.engine.FuzzInput;
import dev.wsboot.engine.frame.FrameNotation;
import dev.wsboot.engine.frame.Role;
import dev.wsboot.engine.protocol.ReadEvent.Kind;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A connection from its first byte to its last: any script of splits and pauses gives the
 * same events and the same answers, the answers are legal, and a client reads in them
 * what was received.
 */
@Tag("slow")
class WholeConnectionFuzzTest {

	private static final int PAUSING = 0;

	private static final int MAX_SEED = 1000;

	private static final String REQUEST = """
			GET /chat?a=b HTTP/1.1\r
			Host: localhost\r
			Connection: Upgrade\r
			Upgrade: websocket\r
			Sec-WebSocket-Version: 13\r
			Sec-WebSocket-Protocol: chat\r
			Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
			""";

	private static final List<String> OFFERS = List.of("", "permessage-deflate",
			"permessage-deflate; server_no_context_takeover; client_no_context_takeover; server_max_window_bits=9");

	private static final byte[] HELLO = FrameNotation
		.bytes("C1 87 00*4 F2 48 CD C9 C9 07 00, C1 85 00*4 F2 00 11 00 00, 88 82 00*4 03 E8");

	static Stream<Named<byte[]>> connections() {
		List<Named<byte[]>> seeds = new ArrayList<>();
		for (FrameVector vector : FrameVector.all()) {
			if (vector.role() == Role.SERVER && vector.bytes().length <= MAX_SEED) {
				seeds.add(seed(vector.name(), OFFERS.get(seeds.size() % OFFERS.size()), vector.bytes()));
			}
		}
		for (String offer : OFFERS) {
			seeds.add(seed("hello, " + offer, offer, HELLO));
			seeds.add(seed("nothing, " + offer, offer, new byte[0]));
		}
		return seeds.stream();
	}

	private static Named<byte[]> seed(String name, String offer, byte[] frames) {
		String request = REQUEST + (offer.isEmpty() ? "" : "Sec-WebSocket-Extensions: " + offer + "\r\n") + "\r\n";
		byte[] head = request.getBytes(StandardCharsets.ISO_8859_1);
		byte[] all = Arrays.copyOf(head, head.length + frames.length);
		System.arraycopy(frames, 0, all, head.length, frames.length);
		return FuzzInput.seed(name, 1, all, 50, 1, 3);
	}

	@MethodSource("connections")
	@FuzzTest(maxDuration = "")
	void anySplitGivesTheSameAnswers(byte[] data) {
		FuzzInput input = FuzzInput.parse(data);
		try (SansIoServer whole = new SansIoServer(false);
				SansIoServer inPieces = new SansIoServer(input.option(PAUSING))) {
			whole.receive(input.bytes());
			int start = 0;
			for (int end : input.ends()) {
				inPieces.receive(Arrays.copyOfRange(input.bytes(), start, end));
				start = end;
			}
			assertThat(inPieces.events()).isEqualTo(whole.events());
			assertThat(inPieces.output()).isEqualTo(whole.output());
			assertAnswersAreLegal(whole);
		}
	}

	private static void assertAnswersAreLegal(SansIoServer server) {
		String output = new String(server.output(), StandardCharsets.ISO_8859_1);
		if (!server.isOpened()) {
			assertThat(server.events()).isEmpty();
			assertThat(output).matches("(?s)|HTTP/1\\.1 [45]\\d\\d .*");
			return;
		}
		assertThat(output).startsWith("HTTP/1.1 101 ");
		Reading.Outcome heard = server.heardByClient(output.indexOf("\r\n\r\n") + 4);
		assertThat(heard.failCode()).isZero();
		List<ReadEvent> echoed = server.events()
			.stream()
			.filter((event) -> event.kind() != Kind.PONG && event.kind() != Kind.CLOSE)
			.map((event) -> (event.kind() == Kind.PING) ? ReadEvent.of(Kind.PONG, event.payload().array()) : event)
			.toList();
		assertThat(heard.events().stream().filter((event) -> event.kind() != Kind.CLOSE)).isEqualTo(echoed);
		assertThat(heard.events().stream().filter((event) -> event.kind() == Kind.CLOSE).count()).isLessThan(2);
	}

}
