package dev.wsboot.engine.server;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * Looks into the first message of a TLS client (RFC 8446 4.1.2) for the name of the
 * server that it asks for (RFC 6066 3). It only reads; whether all is legal is for the
 * engine to say, so whatever looks wrong here has no name. An immutable value.
 *
 * @param whole whether enough has come to say so
 * @param serverName the name, or {@code null} for none
 */
record ClientHello(boolean whole, @Nullable String serverName) {

	/** Longer ones are taken for nameless; those of browsers have some 2 KB. */
	private static final int MAX_SIZE = 16 * 1024;

	private static final ClientHello MORE = new ClientHello(false, null);

	private static final ClientHello NAMELESS = new ClientHello(true, null);

	/**
	 * Reads what has come so far.
	 * @param records bytes from the first record on, which are left as they are
	 */
	static ClientHello read(ByteBuffer records) {
		ByteBuffer input = records.duplicate();
		ByteBuffer message = ByteBuffer.allocate(Math.min(input.remaining(), MAX_SIZE));
		while (true) {
			if (isWhole(message)) {
				return parse(message.flip());
			}
			if (message.position() > 0 && message.get(0) != 1) {
				return NAMELESS;
			}
			if (input.remaining() < 5) {
				return MORE;
			}
			int length = input.getShort(input.position() + 3) & 0xFFFF;
			if (input.get(input.position()) != TlsChannel.HANDSHAKE || length == 0 || length > 16 * 1024) {
				return NAMELESS;
			}
			input.position(input.position() + 5);
			int here = Math.min(length, input.remaining());
			if (here > message.remaining()) {
				return NAMELESS;
			}
			message.put(input.slice(input.position(), here));
			input.position(input.position() + here);
			if (here < length && !isWhole(message)) {
				return MORE;
			}
		}
	}

	private static boolean isWhole(ByteBuffer message) {
		return message.position() >= 4 && message.position() >= 4 + (message.getInt(0) & 0xFFFFFF);
	}

	private static ClientHello parse(ByteBuffer message) {
		try {
			// type, length, version, random
			message.position(4 + 2 + 32);
			// session id, cipher suites, compression methods
			skip(message, message.get() & 0xFF);
			skip(message, message.getShort() & 0xFFFF);
			skip(message, message.get() & 0xFF);
			int end = (message.getShort() & 0xFFFF) + message.position();
			while (message.position() < end) {
				int type = message.getShort();
				int length = message.getShort() & 0xFFFF;
				if (type == 0) {
					return new ClientHello(true, serverName(message));
				}
				skip(message, length);
			}
		}
		catch (RuntimeException ex) {
			// ends before it should
		}
		return NAMELESS;
	}

	/** RFC 6066 3: a list of types and names, of which there is but one type. */
	private static @Nullable String serverName(ByteBuffer message) {
		message.getShort();
		if (message.get() != 0) {
			return null;
		}
		byte[] name = new byte[message.getShort() & 0xFFFF];
		message.get(name);
		return new String(name, StandardCharsets.US_ASCII);
	}

	private static void skip(ByteBuffer message, int bytes) {
		message.position(message.position() + bytes);
	}

}
