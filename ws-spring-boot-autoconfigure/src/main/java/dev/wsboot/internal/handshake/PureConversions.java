/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.handshake;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.ResolvableType;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.convert.TypeDescriptor;
import org.springframework.core.convert.converter.Converter;
import org.springframework.core.convert.converter.ConverterFactory;
import org.springframework.core.convert.converter.GenericConverter;
import org.springframework.format.Parser;
import org.springframework.util.ClassUtils;

/**
 * The conversions of text that cannot block, so that the event loop may run them. The
 * conversion to any other type may need a name server, a disk, a database or a class
 * loader. Immutable.
 */
public final class PureConversions {

	private static final Set<Class<?>> TYPES = Set.of(String.class, CharSequence.class, Boolean.class, Character.class,
			Byte.class, Short.class, Integer.class, Long.class, Float.class, Double.class, BigDecimal.class,
			BigInteger.class, UUID.class, Instant.class, LocalDate.class, LocalTime.class, LocalDateTime.class,
			OffsetTime.class, OffsetDateTime.class, Year.class, YearMonth.class, MonthDay.class, Duration.class,
			Period.class);

	/**
	 * Names of the conversion services of Spring MVC and WebFlux, which contain all
	 * converter beans.
	 */
	private static final Set<String> WEB = Set.of("mvcConversionService", "webFluxConversionService");

	/** The target types of the application's own converters. */
	private final List<Class<?>> converted;

	private PureConversions(List<Class<?>> converted) {
		this.converted = List.copyOf(converted);
	}

	/**
	 * Returns the pure conversions of an application.
	 * @param beanFactory the bean factory with the application's converters, which may
	 * block
	 * @return the pure conversions
	 */
	public static PureConversions of(ConfigurableListableBeanFactory beanFactory) {
		List<Class<?>> converted = new ArrayList<>();
		addTargets(beanFactory, Converter.class, 1, converted);
		addTargets(beanFactory, ConverterFactory.class, 1, converted);
		addTargets(beanFactory, Parser.class, 0, converted);
		if (beanFactory.getBeanNamesForType(GenericConverter.class, true, false).length > 0
				|| !WEB.containsAll(List.of(beanFactory.getBeanNamesForType(ConversionService.class, true, false)))) {
			// an application's conversion service may contain any converters
			converted.add(Object.class);
		}
		return new PureConversions(converted);
	}

	private static void addTargets(ConfigurableListableBeanFactory beanFactory, Class<?> kind, int generic,
			List<Class<?>> targets) {
		for (String name : beanFactory.getBeanNamesForType(kind, true, false)) {
			targets.add(type(beanFactory, name).as(kind).getGeneric(generic).resolve(Object.class));
		}
	}

	/**
	 * Returns the declared type of a bean, since the class of a lambda has no generic
	 * parameters.
	 */
	private static ResolvableType type(ConfigurableListableBeanFactory beanFactory, String name) {
		ResolvableType declared = beanFactory.containsBeanDefinition(name)
				? beanFactory.getMergedBeanDefinition(name).getResolvableType() : ResolvableType.NONE;
		return (declared != ResolvableType.NONE) ? declared : ResolvableType.forClass(beanFactory.getType(name));
	}

	/**
	 * Returns true if the conversion of a text to a type cannot block.
	 * @param type the type; an array or a collection counts as its elements
	 * @return {@code false} if it may block
	 */
	public boolean includes(@Nullable TypeDescriptor type) {
		if (type == null) {
			return false;
		}
		if (type.isArray() || type.isCollection()) {
			return includes(type.getElementTypeDescriptor());
		}
		Class<?> target = ClassUtils.resolvePrimitiveIfNecessary(type.getType());
		return (TYPES.contains(target) || target.isEnum()) && this.converted.stream()
			.noneMatch((own) -> own.isAssignableFrom(target) || target.isAssignableFrom(own));
	}

}
