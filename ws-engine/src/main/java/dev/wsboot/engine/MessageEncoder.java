package dev.wsboot.engine;

/**
 * Turns objects of an application into messages, such as JSON texts. Safe to use from any
 * thread. A {@link SessionHandler} has one for its sessions; sessions whose handlers have
 * equal encoders share the encoded message of a broadcast.
 */
@FunctionalInterface
public interface MessageEncoder {

	/**
	 * Encodes an object that is neither text nor binary already.
	 * @param message the object
	 * @return the message
	 */
	PreparedMessage encode(Object message);

}
