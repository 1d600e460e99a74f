/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.reply;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;

import dev.wsboot.endpoint.StreamingMessage;
import dev.wsboot.engine.server.waits.PeerFuture;
import dev.wsboot.engine.server.waits.PeerWaits;
import dev.wsboot.engine.server.waits.Permit;
import dev.wsboot.internal.invocation.CallEvent;
import dev.wsboot.internal.invocation.Invocation;
import dev.wsboot.internal.invocation.Reply;
import dev.wsboot.internal.model.HandlerKind;
import dev.wsboot.internal.model.Location;
import dev.wsboot.internal.stream.FragmentOutputStream;
import dev.wsboot.internal.stream.FragmentWriter;
import dev.wsboot.internal.stream.Fragments;
import org.jspecify.annotations.Nullable;

/**
 * Sends an input stream, a reader or a {@link StreamingMessage} as one message in
 * fragments. The message is written on the thread of the call, if no other message in
 * fragments is being written and the thread may wait for the peer, or else later on
 * another thread. The session's next call waits until the message is written.
 */
final class FragmentReply implements Reply {

	@Override
	public void send(Invocation invocation, @Nullable Object result) throws Exception {
		if (result != null) {
			new Writing(invocation, result).begin();
		}
	}

	/**
	 * A message that is being written or waits for its turn.
	 */
	private static final class Writing {

		private final Invocation invocation;

		private final Object result;

		/**
		 * The permit to block a thread; {@code null} if the number of threads has no
		 * limit.
		 */
		private final @Nullable Permit permit;

		/**
		 * Completes when the message is written. A {@link PeerFuture}, since a thread
		 * that joins it waits for a peer.
		 */
		private final PeerFuture<@Nullable Void> done = new PeerFuture<>();

		Writing(Invocation invocation, Object result) {
			this.invocation = invocation;
			this.result = result;
			PeerWaits waits = PeerWaits.of(invocation.executor());
			this.permit = (waits != null) ? waits.newPermit(invocation.session(), this::continueLater) : null;
		}

		/** Begins to write, after the messages of earlier concurrent calls. */
		void begin() throws Exception {
			CompletableFuture<?> previous = this.invocation.enterFragments(this.done);
			boolean inTurn = previous.isDone();
			if (this.invocation.event() instanceof CallEvent.StreamEvent || (inTurn && mayWrite())) {
				// the result may read the message, which ends with the call
				writeNow(previous);
				return;
			}
			this.invocation.holdUntil(this.done);
			if (!inTurn) {
				previous.whenComplete((nothing, failure) -> {
					if (mayWrite()) {
						continueLater();
					}
				});
			}
		}

		private boolean mayWrite() {
			return this.permit == null || this.permit.request();
		}

		private void writeNow(CompletableFuture<?> previous) throws Exception {
			try {
				previous.join();
				write();
			}
			finally {
				end();
			}
		}

		private void continueLater() {
			try {
				this.invocation.executor().execute(this::writeLater);
			}
			catch (RejectedExecutionException ex) {
				// the server has stopped
				this.invocation.runOnAnyThread(this::close);
				end();
			}
		}

		private void writeLater() {
			try {
				this.invocation.runOnHandlerThread((same) -> {
					this.invocation.session().asReply(this::writeOrFail);
					return null;
				});
			}
			catch (Throwable ex) {
				this.invocation.fail(ex);
			}
			finally {
				end();
			}
		}

		private void writeOrFail() {
			try {
				write();
			}
			catch (Throwable ex) {
				this.invocation.fail(ex);
			}
		}

		private void write() throws Exception {
			if (this.permit == null) {
				send();
			}
			else {
				this.permit.call(() -> {
					send();
					return this;
				});
			}
		}

		private void send() throws Exception {
			if (this.result instanceof InputStream input) {
				try (input) {
					send(StreamingMessage.binary(input::transferTo));
				}
			}
			else if (this.result instanceof Reader reader) {
				try (reader) {
					send(StreamingMessage.text(reader::transferTo));
				}
			}
			else if (this.result instanceof StreamingMessage message) {
				send(message);
			}
		}

		private void send(StreamingMessage message) throws Exception {
			Fragments fragments = new Fragments(this.invocation.session());
			try {
				if (message instanceof StreamingMessage.Text text) {
					FragmentWriter writer = new FragmentWriter(fragments);
					text.content().writeTo(writer);
					writer.finish();
				}
				else if (message instanceof StreamingMessage.Binary binary) {
					FragmentOutputStream output = new FragmentOutputStream(fragments);
					binary.content().writeTo(output);
					output.finish();
				}
			}
			catch (Throwable ex) {
				if (fragments.isCut()) {
					return;
				}
				fragments.abort();
				throw ex;
			}
		}

		/** Closes the source of a message that will not be written. */
		private void close() {
			if (this.result instanceof Closeable source) {
				try {
					source.close();
				}
				catch (IOException ex) {
					this.invocation.fail(ex);
				}
			}
		}

		private void end() {
			if (this.permit != null) {
				this.permit.end();
			}
			this.done.complete(null);
		}

	}

	/**
	 * Plans the replies of methods that return the content of one message in fragments.
	 */
	static final class Factory implements ReplyFactory {

		@Override
		public boolean supports(Class<?> type) {
			return InputStream.class.isAssignableFrom(type) || Reader.class.isAssignableFrom(type)
					|| StreamingMessage.class.isAssignableFrom(type);
		}

		@Override
		public Reply plan(ReplyContext context) {
			String type = context.rawType().getSimpleName();
			Location location = context.method().location();
			if (context.isBroadcast()) {
				throw location.mistake("broadcasts " + type + ", which can be read only once",
						"Return the complete message, or remove @Broadcast");
			}
			if (HandlerKind.isNonBlocking(context.method().getMethod())) {
				throw location.mistake("returns " + type + ", whose sending blocks, but is annotated with @NonBlocking",
						"Remove @NonBlocking");
			}
			if (context.isLater()) {
				throw location.mistake("returns " + type + " later, when there is no thread for sending it",
						"Return it directly; the method may block");
			}
			return new FragmentReply();
		}

	}

}
