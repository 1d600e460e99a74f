package dev.wsboot.engine.compression;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

import dev.wsboot.engine.frame.ProtocolException;

/**
 * What a {@link MessageInflater} made of some payloads; bytes are read as ISO-8859-1.
 *
 * @param messages those that were whole
 * @param partial what was told of the one behind them
 * @param failCode the close code of the violation, 0 for none
 */
record Inflated(List<String> messages, String partial, int failCode) {

	/** All of the payload at once. */
	static final IntUnaryOperator WHOLE = (left) -> left;

	/** One byte after the other. */
	static final IntUnaryOperator BYTE_BY_BYTE = (left) -> 1;

	/**
	 * Inflates payloads.
	 * @param pieces says how large the next piece is, given the number of bytes left
	 */
	static Inflated of(MessageInflater inflater, List<byte[]> payloads, IntUnaryOperator pieces) {
		List<String> messages = new ArrayList<>();
		ByteArrayOutputStream message = new ByteArrayOutputStream();
		try (inflater) {
			for (byte[] payload : payloads) {
				for (int from = 0; from < payload.length;) {
					int length = Math.min(pieces.applyAsInt(payload.length - from), payload.length - from);
					// As in a read buffer that holds other bytes before and behind.
					byte[] around = new byte[length + 7];
					System.arraycopy(payload, from, around, 3, length);
					inflater.inflate(around, 3, length, (data, offset, produced) -> {
						if (produced < 1) {
							throw new AssertionError("An empty piece");
						}
						message.write(data, offset, produced);
					});
					from += length;
				}
				inflater.finish();
				messages.add(text(message.toByteArray()));
				message.reset();
			}
			return new Inflated(messages, "", 0);
		}
		catch (ProtocolException ex) {
			return new Inflated(messages, text(message.toByteArray()), ex.status().code());
		}
	}

	static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.ISO_8859_1);
	}

}
