/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.internal.model;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class PathTemplateTest {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			/echo                       | /echo
			/chat/{room}                | /chat/{}
			/a/{x}-{y}                  | /a/{}-{}
			/a/{id:[0-9]{2,3}}/b        | /a/{:[0-9]{2,3}}/b
			/files/{*rest}              | /files/**
			/files/**                   | /files/**
			/a/*/b?                     | /a/*/b?
			""")
	void shapeHasNoNames(String pattern, String shape) {
		assertThat(PathTemplate.of(pattern).shape()).isEqualTo(shape);
	}

	@Test
	void variablesAreNamed() {
		assertThat(PathTemplate.of("/{a}/{b:[0-9]{2}}-{c}/{*d}").variables()).containsExactly("a", "b", "c", "d");
		assertThat(PathTemplate.of("/echo/*/**").variables()).isEmpty();
	}

}
