/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.engine.compression;

import java.util.zip.Deflater;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What a {@link MessageDeflater} owns when; {@link DeflateRoundTripTest} shows what it
 * makes of messages.
 */
class MessageDeflaterTest {

	private static final byte[] TEXT = TestData.TEXT.bytes(1000, 1);

	private static final byte[] RANDOM = TestData.RANDOM.bytes(1000, 1);

	private final CountedZip zip = new CountedZip();

	@AfterEach
	void allIsEndedOnce() {
		assertThat(this.zip.ended()).isEqualTo(this.zip.created());
		assertThat(this.zip.anyEndedTwice()).isFalse();
	}

	@Test
	void withoutTakeoverADeflaterIsOwnedForNoLongerThanACall() {
		ZipPool<Deflater> pool = this.zip.deflaters(1);
		MessageDeflater small = MessageDeflater.withoutTakeover(8, pool);
		MessageDeflater large = MessageDeflater.withoutTakeover(15, pool);
		for (int i = 0; i < 10; i++) {
			assertThat(small.deflate(TEXT)).isNotNull();
			assertThat(large.deflate(RANDOM)).isNull();
			assertThat(large.deflate(TEXT)).isNotNull();
		}
		assertThat(this.zip.created()).isOne();
		pool.close();
	}

	@Test
	void withTakeoverADeflaterIsOwnedUntilTheEnd() {
		MessageDeflater deflater = new MessageDeflater(15, this.zip.deflaters(0), true);
		assertThat(deflater.deflate(new byte[0])).isNull();
		assertThat(this.zip.created()).isZero();
		assertThat(deflater.deflate(TEXT)).isNotNull();
		assertThat(deflater.deflate(RANDOM)).isNull();
		assertThat(deflater.deflate(TEXT)).isNotNull();
		assertThat(this.zip.created()).isOne();
		assertThat(this.zip.ended()).isZero();
		deflater.close();
		assertThat(this.zip.ended()).isOne();
		deflater.close();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void onceClosedItTakesNoMore(boolean takeover) {
		MessageDeflater deflater = new MessageDeflater(15, this.zip.deflaters(0), takeover);
		deflater.close();
		assertThatIllegalStateException().isThrownBy(() -> deflater.deflate(TEXT));
	}

}
