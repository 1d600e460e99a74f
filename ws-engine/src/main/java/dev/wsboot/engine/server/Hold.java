package dev.wsboot.engine.server;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.wsboot.engine.CloseStatus;

/**
 * Holds back all mail behind it until the stages are complete that it waits for. Guarded
 * by the lock of its mailbox.
 */
final class Hold extends Mail {

	private final Mailbox mailbox;

	/** How many stages it waits for. */
	int count;

	Hold(Mailbox mailbox) {
		super(Type.HOLD, null, NOTHING, CloseStatus.NO_STATUS);
		this.mailbox = mailbox;
	}

	/** Waits for one more stage, for which it was counted already. */
	void await(CompletionStage<?> stage) {
		AtomicBoolean done = new AtomicBoolean();
		Runnable release = () -> {
			// stages of others may be complete twice
			if (done.compareAndSet(false, true)) {
				this.mailbox.release(this);
			}
		};
		try {
			stage.whenComplete((result, failure) -> release.run());
		}
		catch (Throwable ex) {
			release.run();
			throw ex;
		}
	}

}
