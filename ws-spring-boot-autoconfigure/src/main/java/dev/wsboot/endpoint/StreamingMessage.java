package dev.wsboot.endpoint;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;

import org.springframework.util.Assert;

/**
 * One message that a handler method returns before it is there: it is written bit by bit,
 * and leaves in fragments (RFC 6455 5.4), so that it takes a few KiB of memory however
 * large it is. Made by {@link #text} or {@link #binary}.
 *
 * <pre class="code">
 * &#064;OnMessage
 * StreamingMessage onMessage(Export request) {
 *     return StreamingMessage.text((writer) -&gt; this.orders.writeCsv(request, writer));
 * }</pre>
 *
 * The message is written on the thread that has called the method, after it has returned.
 * Writing waits while the session has no room, so
 * {@link dev.wsboot.annotation.NonBlocking} methods cannot return it. When the session
 * ends, writing fails with an {@link IOException}. When the writer fails in the middle,
 * the message cannot be finished, so the session is closed with 1011.
 */
public sealed interface StreamingMessage {

	/**
	 * Makes a text message.
	 * @param content writes it; neither has to be closed nor flushed
	 * @return the message
	 */
	static StreamingMessage text(Content<Writer> content) {
		return new Text(content);
	}

	/**
	 * Makes a binary message.
	 * @param content writes it; neither has to be closed nor flushed
	 * @return the message
	 */
	static StreamingMessage binary(Content<OutputStream> content) {
		return new Binary(content);
	}

	/**
	 * A text message.
	 *
	 * @param content writes the text
	 */
	record Text(Content<Writer> content) implements StreamingMessage {

		public Text {
			Assert.notNull(content, "'content' must not be null");
		}

	}

	/**
	 * A binary message.
	 *
	 * @param content writes the bytes
	 */
	record Binary(Content<OutputStream> content) implements StreamingMessage {

		public Binary {
			Assert.notNull(content, "'content' must not be null");
		}

	}

	/**
	 * Writes the content of a message.
	 *
	 * @param <T> what it is written to
	 */
	@FunctionalInterface
	interface Content<T> {

		/**
		 * Writes the content.
		 * @param target takes it, on the calling thread only
		 * @throws Exception goes the way of the method's own exceptions if nothing was
		 * sent yet, and closes the session with 1011 otherwise
		 */
		void writeTo(T target) throws Exception;

	}

}
