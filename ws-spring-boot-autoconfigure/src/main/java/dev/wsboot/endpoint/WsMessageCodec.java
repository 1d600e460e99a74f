package dev.wsboot.endpoint;

import dev.wsboot.engine.WsMessage;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;

/**
 * Reads and writes messages of an application's own format, such as Protobuf or CBOR, for
 * the parameters and results of handler methods. All beans of this type are asked at
 * startup, in their order, for each such type; the first that supports it wins, and JSON
 * is what remains. {@code String}, {@code byte[]} and other types that are messages
 * already need no codec. Methods must be safe to use from any thread, and run where
 * handler methods run: on the event loop for those that are
 * {@link dev.wsboot.annotation.NonBlocking}.
 */
public interface WsMessageCodec {

	/**
	 * Whether this codec reads and writes values of a type.
	 * @param type the type that a method declares
	 * @return whether it does
	 */
	boolean supports(ResolvableType type);

	/**
	 * Whether messages of a type are binary.
	 * @param type a supported type
	 * @return {@code false} for text, {@code true}, as by default, for binary messages
	 */
	default boolean isBinary(ResolvableType type) {
		return true;
	}

	/**
	 * Reads a message.
	 * @param message the message, of the kind that {@link #isBinary} says
	 * @param type a supported type
	 * @return the value, {@code null} for nothing
	 * @throws InvalidMessageException if the message is not of the type
	 */
	@Nullable Object read(WsMessage message, ResolvableType type);

	/**
	 * Writes a message.
	 * @param value the value
	 * @param type the supported type that the method declares; the value may be of a
	 * subtype
	 * @return the message, text or binary
	 */
	WsMessage write(Object value, ResolvableType type);

}
