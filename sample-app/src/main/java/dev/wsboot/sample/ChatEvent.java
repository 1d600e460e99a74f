package dev.wsboot.sample;

import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * What the server tells the people of a chat room; as JSON, its kind stands in
 * {@code type}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({ @JsonSubTypes.Type(name = "welcome", value = ChatEvent.Welcome.class),
		@JsonSubTypes.Type(name = "joined", value = ChatEvent.Joined.class),
		@JsonSubTypes.Type(name = "left", value = ChatEvent.Left.class),
		@JsonSubTypes.Type(name = "said", value = ChatEvent.Said.class),
		@JsonSubTypes.Type(name = "refused", value = ChatEvent.Refused.class) })
sealed interface ChatEvent {

	/**
	 * The first event, for the newcomer alone.
	 *
	 * @param you the name that the room gave to the newcomer
	 * @param people the names of all who are here, the newcomer included
	 */
	record Welcome(String you, List<String> people) implements ChatEvent {
	}

	/**
	 * Somebody came.
	 *
	 * @param name the newcomer's name
	 * @param people the names of all who are here now
	 */
	record Joined(String name, List<String> people) implements ChatEvent {
	}

	/**
	 * Somebody went.
	 *
	 * @param name the name of who left
	 * @param people the names of all who are here now
	 */
	record Left(String name, List<String> people) implements ChatEvent {
	}

	/**
	 * Somebody said something; the speaker gets this, too.
	 *
	 * @param name the speaker's name
	 * @param text the words
	 * @param at when the server got them
	 */
	record Said(String name, String text, Instant at) implements ChatEvent {
	}

	/**
	 * The server did not take the message, for its sender alone.
	 *
	 * @param reason what to do better
	 */
	record Refused(String reason) implements ChatEvent {
	}

}
