package dev.wsboot.endpoint;

import java.io.InputStream;
import java.io.Reader;
import java.util.concurrent.locks.Lock;

import org.jspecify.annotations.Nullable;

/**
 * Sends an input stream, a reader or a {@link StreamingMessage} as one message in
 * fragments, on the thread of the call.
 */
final class FragmentAnswer implements Answer {

	@Override
	public void send(Call call, @Nullable Object result) throws Exception {
		if (result instanceof InputStream input) {
			try (input) {
				send(call, StreamingMessage.binary(input::transferTo));
			}
		}
		else if (result instanceof Reader reader) {
			try (reader) {
				send(call, StreamingMessage.text(reader::transferTo));
			}
		}
		else if (result instanceof StreamingMessage message) {
			send(call, message);
		}
	}

	/** Calls side by side, and their errors, answer one after the other. */
	private static void send(Call call, StreamingMessage message) throws Exception {
		Lock lock = call.fragments();
		lock.lock();
		try {
			sendNow(call, message);
		}
		finally {
			lock.unlock();
		}
	}

	private static void sendNow(Call call, StreamingMessage message) throws Exception {
		Fragments fragments = new Fragments(call.session());
		try {
			message.writeTo(fragments);
		}
		catch (Throwable ex) {
			if (fragments.isCut()) {
				return;
			}
			fragments.abort();
			throw ex;
		}
	}

}
