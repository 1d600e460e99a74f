package dev.wsboot.endpoint;

import java.lang.reflect.Type;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.exc.InvalidDefinitionException;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.Assert;

/**
 * A {@link JsonCodec} on Jackson 3. Safe to use from any thread.
 */
public final class JacksonJsonCodec implements JsonCodec {

	private final JsonMapper mapper;

	/**
	 * Creates a codec.
	 * @param mapper the application's mapper
	 */
	public JacksonJsonCodec(JsonMapper mapper) {
		Assert.notNull(mapper, "'mapper' must not be null");
		this.mapper = mapper;
	}

	@Override
	public Reader reader(Type type) {
		ObjectReader reader = this.mapper.readerFor(this.mapper.constructType(type));
		return (utf8) -> {
			try {
				return reader.readValue(utf8);
			}
			catch (InvalidDefinitionException ex) {
				// the type itself cannot be read: our mistake, not the client's
				throw ex;
			}
			catch (JacksonException ex) {
				throw new InvalidMessageException("The message cannot be read as JSON of " + type.getTypeName(), ex);
			}
		};
	}

	@Override
	public Writer writer(Type type) {
		JavaType javaType = this.mapper.constructType(type);
		// as in Spring MVC: the elements' declared type matters for @JsonTypeInfo
		ObjectWriter writer = javaType.isContainerType() ? this.mapper.writerFor(javaType) : this.mapper.writer();
		return writer::writeValueAsBytes;
	}

}
