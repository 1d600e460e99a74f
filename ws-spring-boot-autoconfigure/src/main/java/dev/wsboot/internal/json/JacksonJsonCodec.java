/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.json;

import java.lang.reflect.Type;

import dev.wsboot.endpoint.InvalidMessageException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.exc.InvalidDefinitionException;
import tools.jackson.databind.exc.InvalidNullException;
import tools.jackson.databind.exc.InvalidTypeIdException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.BeanFactory;

/**
 * A {@link JsonCodec} on Jackson 3. Safe to use from any thread.
 */
public final class JacksonJsonCodec implements JsonCodec {

	private final JsonMapper mapper;

	private JacksonJsonCodec(JsonMapper mapper) {
		this.mapper = mapper;
	}

	/**
	 * Returns a codec on the application's mapper.
	 * @param beanFactory the application's bean factory
	 * @return the codec, or {@code null} if there is neither a single nor a primary
	 * mapper
	 */
	public static @Nullable JsonCodec of(BeanFactory beanFactory) {
		JsonMapper mapper = beanFactory.getBeanProvider(JsonMapper.class).getIfUnique();
		return (mapper != null) ? new JacksonJsonCodec(mapper) : null;
	}

	/**
	 * Returns a codec on one of the application's mappers.
	 * @param beanFactory the application's bean factory
	 * @param name the name of the mapper
	 * @return the codec, or {@code null} if there is no mapper with that name
	 */
	public static @Nullable JsonCodec of(BeanFactory beanFactory, String name) {
		return (beanFactory.containsBean(name) && beanFactory.isTypeMatch(name, JsonMapper.class))
				? new JacksonJsonCodec(beanFactory.getBean(name, JsonMapper.class)) : null;
	}

	@Override
	public Reader reader(Type type, @Nullable Class<?> view, String place) {
		ObjectReader plain = this.mapper.readerFor(this.mapper.constructType(type));
		ObjectReader reader = (view != null) ? plain.withView(view) : plain;
		return (utf8) -> {
			try {
				return reader.readValue(utf8);
			}
			catch (InvalidDefinitionException ex) {
				// the type itself cannot be read: a mistake of the application, not the
				// client
				throw ex;
			}
			catch (JacksonException ex) {
				throw new InvalidMessageException(problem(ex), path(place, ex), ex);
			}
		};
	}

	@Override
	public boolean isReadable(Type type) {
		JavaType javaType = this.mapper.constructType(type);
		if (!javaType.isAbstract() || javaType.isPrimitive() || javaType.isContainerType()) {
			return true;
		}
		try {
			this.mapper.readerFor(javaType).readValue("{}");
			return true;
		}
		catch (InvalidDefinitionException ex) {
			return false;
		}
		catch (RuntimeException ex) {
			// not an object type without properties
			return true;
		}
	}

	/**
	 * Returns a text for the client, since Jackson's own messages contain Java classes
	 * and values.
	 */
	private static String problem(JacksonException error) {
		if (error instanceof StreamReadException) {
			return "The message is not JSON";
		}
		if (error instanceof UnrecognizedPropertyException) {
			return "The field is not known";
		}
		if (error instanceof InvalidNullException) {
			return "The value must not be null";
		}
		if (error instanceof InvalidTypeIdException) {
			return "The type is not known";
		}
		return "The value cannot be read";
	}

	/**
	 * Returns the path of a value that cannot be read, such as {@code items[0].name}.
	 */
	private static String path(String place, JacksonException error) {
		StringBuilder path = new StringBuilder(place);
		for (JacksonException.Reference reference : error.getPath()) {
			String property = reference.getPropertyName();
			if (property == null) {
				path.append('[').append(reference.getIndex()).append(']');
			}
			else {
				path.append(path.isEmpty() ? "" : ".").append(property);
			}
		}
		return path.toString();
	}

	@Override
	public JsonSlicer slicer() {
		return new JsonSlicer(this.mapper.reader());
	}

	@Override
	public Writer writer(Type type, @Nullable Class<?> view) {
		JavaType javaType = this.mapper.constructType(type);
		// as in Spring MVC: the elements' declared type matters for @JsonTypeInfo
		ObjectWriter plain = javaType.isContainerType() ? this.mapper.writerFor(javaType) : this.mapper.writer();
		ObjectWriter writer = (view != null) ? plain.withView(view) : plain;
		return writer::writeValueAsBytes;
	}

}
