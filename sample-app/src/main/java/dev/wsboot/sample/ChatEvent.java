package dev.wsboot.sample;

import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * An event that the server sends to the people of a chat room. In JSON, the field
 * {@code type} names the kind of event.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({ @JsonSubTypes.Type(name = "welcome", value = ChatEvent.Welcome.class),
		@JsonSubTypes.Type(name = "joined", value = ChatEvent.Joined.class),
		@JsonSubTypes.Type(name = "left", value = ChatEvent.Left.class),
		@JsonSubTypes.Type(name = "said", value = ChatEvent.Said.class),
		@JsonSubTypes.Type(name = "rejected", value = ChatEvent.Rejected.class) })
sealed interface ChatEvent {

	/**
	 * The first event, which is sent only to the person who joins.
	 *
	 * @param you the name assigned to this person
	 * @param people the names of all people in the room, including this person
	 */
	record Welcome(String you, List<String> people) implements ChatEvent {
	}

	/**
	 * A person joined the room.
	 *
	 * @param name the name of the person
	 * @param people the names of all people who are now in the room
	 */
	record Joined(String name, List<String> people) implements ChatEvent {
	}

	/**
	 * A person left the room.
	 *
	 * @param name the name of the person
	 * @param people the names of all people who are now in the room
	 */
	record Left(String name, List<String> people) implements ChatEvent {
	}

	/**
	 * A person sent a message. The sender receives this event, too.
	 *
	 * @param name the name of the sender
	 * @param text the text of the message
	 * @param at the time at which the server received the message
	 */
	record Said(String name, String text, Instant at) implements ChatEvent {
	}

	/**
	 * The server rejected a message. This event is sent only to the sender of the
	 * message.
	 *
	 * @param reason a sentence that describes valid messages
	 */
	record Rejected(String reason) implements ChatEvent {
	}

}
