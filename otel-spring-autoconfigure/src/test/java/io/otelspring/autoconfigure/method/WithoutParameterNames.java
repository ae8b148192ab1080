// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.method;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.lang.reflect.Constructor;
import java.net.URI;
import java.util.List;

import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compiles a class as a build does that does not keep the names of parameters.
 */
final class WithoutParameterNames {

	private WithoutParameterNames() {
	}

	static Object compile(String name, String source) throws ReflectiveOperationException {
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		JavaFileManager files = new ForwardingJavaFileManager<>(compiler.getStandardFileManager(null, null, null)) {

			@Override
			public JavaFileObject getJavaFileForOutput(Location location, String className, JavaFileObject.Kind kind,
					FileObject sibling) {
				return new SimpleJavaFileObject(URI.create("memory:///" + className + ".class"), kind) {

					@Override
					public OutputStream openOutputStream() {
						return bytes;
					}

				};
			}

		};
		JavaFileObject unit = new SimpleJavaFileObject(URI.create("memory:///" + name + ".java"),
				JavaFileObject.Kind.SOURCE) {

			@Override
			public CharSequence getCharContent(boolean ignoreEncodingErrors) {
				return source;
			}

		};
		List<String> options = List.of("-proc:none", "-classpath", System.getProperty("java.class.path"));
		assertThat(compiler.getTask(null, files, null, options, null, List.of(unit)).call()).isTrue();
		Constructor<?> constructor = new ClassLoader(WithoutParameterNames.class.getClassLoader()) {

			@Override
			protected Class<?> findClass(String className) {
				return defineClass(className, bytes.toByteArray(), 0, bytes.size());
			}

		}.loadClass(name).getDeclaredConstructor();
		constructor.setAccessible(true);
		return constructor.newInstance();
	}

}
