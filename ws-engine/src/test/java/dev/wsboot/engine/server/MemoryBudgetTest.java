package dev.wsboot.engine.server;

import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MemoryBudgetTest {

	private final AtomicInteger exceeded = new AtomicInteger();

	private final MemoryBudget budget = new MemoryBudget(10_000, this.exceeded::incrementAndGet);

	@Test
	void smallChangesAreNotTold() {
		assertThat(this.budget.tell(0, 4095)).isZero();
		assertThat(this.budget.held()).isZero();
		assertThat(this.budget.tell(0, 4096)).isEqualTo(4096);
		assertThat(this.budget.tell(4096, 8191)).isEqualTo(4096);
		assertThat(this.budget.tell(4096, 1)).isEqualTo(4096);
		assertThat(this.budget.held()).isEqualTo(4096);
	}

	@Test
	void theEndIsAlwaysTold() {
		int told = this.budget.tell(0, 5000);
		assertThat(this.budget.tell(told, 0)).isZero();
		assertThat(this.budget.held()).isZero();
	}

	@Test
	void onlyWhoTakesMoreExceeds() {
		int one = this.budget.tell(0, 10_000);
		assertThat(this.exceeded).hasValue(0);
		int other = this.budget.tell(0, 5000);
		assertThat(this.exceeded).hasValue(1);
		this.budget.tell(other, 100);
		assertThat(this.exceeded).hasValue(1);
		this.budget.tell(one, 20_000);
		assertThat(this.exceeded).hasValue(2);
		assertThat(this.budget.held()).isEqualTo(20_100);
	}

	@Test
	void moreThanAnIntIsToldAsTheLargest() {
		int told = this.budget.tell(0, 3L * Integer.MAX_VALUE);
		assertThat(told).isEqualTo(Integer.MAX_VALUE);
		this.budget.tell(told, 0);
		assertThat(this.budget.held()).isZero();
	}

}
