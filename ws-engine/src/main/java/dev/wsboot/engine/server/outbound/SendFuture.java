package dev.wsboot.engine.server.outbound;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import dev.wsboot.engine.SendException;
import dev.wsboot.engine.server.memory.Footprint;
import dev.wsboot.engine.server.waits.PeerFuture;
import org.jspecify.annotations.Nullable;

/**
 * Tells senders what became of their messages. Code that they attach never runs on the
 * thread that knows it, which may be an event loop or another sender's; as long as nobody
 * has attached any, telling costs next to nothing. Safe to use from any thread.
 */
class SendFuture extends PeerFuture<Void> {

	/** Nobody has attached code. */
	private static final int UNSEEN = 0;

	/** Somebody has attached code, or is about to. */
	private static final int SEEN = 1;

	/** It is being told; whoever attaches code now does so when it is done. */
	private static final int TOLD = 2;

	private static final VarHandle STATE;

	static {
		try {
			STATE = MethodHandles.lookup().findVarHandle(SendFuture.class, "state", int.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private volatile int state;

	/** Another one that is told the same. */
	private final @Nullable SendFuture next;

	/**
	 * Creates one that is not decided.
	 * @param next is told the same, if not {@code null}
	 */
	SendFuture(@Nullable SendFuture next) {
		this.next = next;
	}

	/** Returns what this one and the next ones occupy on the heap. */
	int footprint() {
		int count = 0;
		for (SendFuture each = this; each != null; each = each.next) {
			count++;
		}
		return count * Footprint.OUTCOME;
	}

	/** Whether code may be attached, so that it is better not shared. */
	boolean isSeen() {
		return this.state != UNSEEN;
	}

	/**
	 * Tells this one and the next ones.
	 * @param failure why the frames are not written, or {@code null} if they are
	 * @param elsewhere runs the code that is attached
	 */
	void tell(SendException.@Nullable Reason failure, Executor elsewhere) {
		for (SendFuture each = this; each != null; each = each.next) {
			SendFuture told = each;
			if (STATE.compareAndSet(told, UNSEEN, TOLD)) {
				told.tell(failure);
			}
			else {
				// each by itself, as the code of one may wait for another
				elsewhere.execute(() -> told.tell(failure));
			}
		}
	}

	private void tell(SendException.@Nullable Reason failure) {
		if (failure == null) {
			complete(null);
		}
		else {
			completeExceptionally(new SendException(failure));
		}
	}

	/** Called first by all methods that attach code. */
	@Override
	public <U> CompletableFuture<U> newIncompleteFuture() {
		if (!STATE.compareAndSet(this, UNSEEN, SEEN)) {
			while (this.state == TOLD && !isDone()) {
				Thread.onSpinWait();
			}
		}
		return new PeerFuture<>();
	}

	/** Not this one, which several senders may share. */
	@Override
	public CompletableFuture<Void> toCompletableFuture() {
		return copy();
	}

}
