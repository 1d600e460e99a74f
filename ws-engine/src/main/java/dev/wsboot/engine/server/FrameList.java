package dev.wsboot.engine.server;

import java.util.function.Consumer;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * A list of frames linked through themselves, so that an empty one costs nothing. Not
 * safe for use by several threads.
 */
final class FrameList {

	@Nullable OutboundFrame head;

	private @Nullable OutboundFrame tail;

	boolean isEmpty() {
		return this.head == null;
	}

	void add(OutboundFrame frame) {
		frame.next = null;
		if (this.tail == null) {
			this.head = frame;
		}
		else {
			this.tail.next = frame;
		}
		this.tail = frame;
	}

	@Nullable OutboundFrame poll() {
		OutboundFrame first = this.head;
		if (first != null) {
			this.head = first.next;
			first.next = null;
			if (this.head == null) {
				this.tail = null;
			}
		}
		return first;
	}

	/** Moves all frames of another list behind those of this one. */
	void addAll(FrameList others) {
		for (OutboundFrame frame = others.poll(); frame != null; frame = others.poll()) {
			add(frame);
		}
	}

	/** Removes the frames that match, in order, until told to stop by their consumer. */
	void removeIf(Predicate<OutboundFrame> condition, Consumer<OutboundFrame> removed) {
		FrameList kept = new FrameList();
		for (OutboundFrame frame = poll(); frame != null; frame = poll()) {
			if (condition.test(frame)) {
				removed.accept(frame);
			}
			else {
				kept.add(frame);
			}
		}
		addAll(kept);
	}

}
