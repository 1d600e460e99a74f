package dev.wsboot.engine.compression;

import java.util.ArrayList;
import java.util.List;
import java.util.zip.Inflater;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * That a {@link ZipPool} keeps few, and ends each of the others once.
 */
class ZipPoolTest {

	private final CountedZip zip = new CountedZip();

	@AfterEach
	void noneIsEndedTwice() {
		assertThat(this.zip.anyEndedTwice()).isFalse();
	}

	@Test
	void lendsTheSameOneAgain() {
		ZipPool<Inflater> pool = this.zip.inflaters(1);
		Inflater first = pool.borrow();
		pool.giveBack(first);
		assertThat(pool.borrow()).isSameAs(first);
		assertThat(this.zip.created()).isOne();
	}

	@Test
	void whatComesBackHasNoHistory() throws Exception {
		ZipPool<Inflater> pool = this.zip.inflaters(1);
		Inflater inflater = pool.borrow();
		inflater.setInput(new byte[] { 0, 5, 0, (byte) 0xFA, (byte) 0xFF, 'H', 'e' });
		assertThat(inflater.inflate(new byte[10])).isEqualTo(2);
		pool.giveBack(inflater);
		assertThat(pool.borrow().getBytesWritten()).isZero();
		assertThat(inflater.getRemaining()).isZero();
	}

	@Test
	void keepsNoMoreThanItMay() {
		ZipPool<Inflater> pool = this.zip.inflaters(2);
		borrow(pool, 5).forEach(pool::giveBack);
		assertThat(this.zip.created()).isEqualTo(5);
		assertThat(this.zip.ended()).isEqualTo(3);
	}

	@Test
	void keepsNoneIfItMayNot() {
		ZipPool<Inflater> pool = this.zip.inflaters(0);
		pool.giveBack(pool.borrow());
		assertThat(this.zip.ended()).isOne();
	}

	@Test
	void endsAllWhenItCloses() {
		ZipPool<Inflater> pool = this.zip.inflaters(10);
		List<Inflater> lent = borrow(pool, 4);
		pool.giveBack(lent.get(0));
		pool.giveBack(lent.get(1));
		pool.close();
		assertThat(this.zip.ended()).isEqualTo(2);
		// Those that are lent come back later.
		pool.giveBack(lent.get(2));
		pool.giveBack(lent.get(3));
		assertThat(this.zip.ended()).isEqualTo(4);
		pool.close();
		pool.shrink();
	}

	@Test
	void shrinksByThoseThatNobodyNeeded() {
		ZipPool<Inflater> pool = this.zip.inflaters(10);
		borrow(pool, 6).forEach(pool::giveBack);
		// All of them were needed since the pool was made.
		pool.shrink();
		assertThat(this.zip.ended()).isZero();
		borrow(pool, 2).forEach(pool::giveBack);
		borrow(pool, 1).forEach(pool::giveBack);
		pool.shrink();
		assertThat(this.zip.ended()).isEqualTo(4);
		pool.shrink();
		assertThat(this.zip.ended()).isEqualTo(6);
		pool.shrink();
		pool.close();
		assertThat(this.zip.created()).isEqualTo(6);
	}

	private static List<Inflater> borrow(ZipPool<Inflater> pool, int count) {
		List<Inflater> lent = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			lent.add(pool.borrow());
		}
		return lent;
	}

}
