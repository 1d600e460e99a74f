/*
 * Copyright 2026 the original author or authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.wsboot.endpoint;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.List;

import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

import dev.wsboot.internal.model.Location;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compiles a class without the names of its parameters.
 */
final class WithoutNames extends ClassLoader {

	private final byte[] bytes;

	private WithoutNames(byte[] bytes) {
		super(WithoutNames.class.getClassLoader());
		this.bytes = bytes;
	}

	static Class<?> compile(String source, String name) {
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		ByteArrayOutputStream compiled = new ByteArrayOutputStream();
		StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
		JavaFileManager memory = new ForwardingJavaFileManager<>(files) {

			@Override
			public JavaFileObject getJavaFileForOutput(Location location, String className, JavaFileObject.Kind kind,
					FileObject sibling) {
				return new SimpleJavaFileObject(URI.create("memory:///" + className), kind) {

					@Override
					public OutputStream openOutputStream() {
						return compiled;
					}

				};
			}

		};
		JavaFileObject file = new SimpleJavaFileObject(URI.create("memory:///" + name + ".java"),
				JavaFileObject.Kind.SOURCE) {

			@Override
			public CharSequence getCharContent(boolean ignoreEncodingErrors) {
				return source;
			}

		};
		assertThat(compiler.getTask(null, memory, null, List.of("-g:none", "-proc:none"), null, List.of(file)).call())
			.isTrue();
		return new WithoutNames(compiled.toByteArray()).define(name);
	}

	private Class<?> define(String name) {
		return defineClass(name, this.bytes, 0, this.bytes.length);
	}

}
