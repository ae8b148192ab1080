// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Pattern;

import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.DefaultResourceLoader;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Starts applications and asks what is found in them.
 */
public final class FoundMistakes {

	private static final List<Pattern> ROWS = rows();

	private FoundMistakes() {
	}

	/**
	 * Start an application that exports nothing, unless told to.
	 * @param application the application
	 * @param arguments its arguments
	 * @return its context
	 */
	public static ConfigurableApplicationContext start(Class<?> application, String... arguments) {
		return start(FoundMistakes.class.getClassLoader(), application, arguments);
	}

	/**
	 * Start an application that exports nothing, unless told to.
	 * @param classLoader its class loader
	 * @param application the application
	 * @param arguments its arguments
	 * @return its context
	 */
	public static ConfigurableApplicationContext start(ClassLoader classLoader, Class<?> application,
			String... arguments) {
		List<String> all = new ArrayList<>(List.of("--spring.jmx.enabled=false"));
		if (List.of(arguments).stream().noneMatch((argument) -> argument.startsWith("--spring.application.name="))) {
			all.add("--spring.application.name=shop");
		}
		for (String signal : List.of("traces", "metrics", "logs")) {
			String property = "--otel." + signal + ".exporter=";
			if (List.of(arguments).stream().noneMatch((argument) -> argument.startsWith(property))) {
				all.add(property + "none");
			}
		}
		all.addAll(List.of(arguments));
		return new SpringApplicationBuilder(application).resourceLoader(new DefaultResourceLoader(classLoader))
			.web(WebApplicationType.NONE)
			.run(all.toArray(String[]::new));
	}

	/**
	 * Return what is found, all of which has to stand in the documentation.
	 * @param context the application's context
	 * @return the findings of all sources
	 */
	public static List<Finding> in(ApplicationContext context) {
		List<Finding> findings = context.getBeanProvider(FindingSource.class)
			.orderedStream()
			.flatMap((source) -> source.findings().stream())
			.toList();
		for (Finding finding : findings) {
			assertThat(ROWS).as("row of docs/findings.md for " + finding)
				.anyMatch((row) -> row
					.matcher("| " + finding.severity() + " | " + finding.what() + " | " + finding.why() + " | "
							+ finding.fix() + " |")
					.matches());
		}
		return findings;
	}

	private static List<Pattern> rows() {
		try {
			return Files.readAllLines(Path.of("..", "docs", "findings.md"))
				.stream()
				.filter((line) -> line.matches("\\| (ERROR|WARNING|INFO) \\|.*"))
				.map((line) -> Pattern.compile(Pattern.quote(line).replace("…", "\\E.*\\Q"), Pattern.DOTALL))
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Make a jar with a class that does nothing, and a class loader that has it.
	 * @param directory where the jar goes
	 * @param jar the name of the jar
	 * @param className the class
	 * @param version the version that the manifest tells
	 * @return the class loader
	 */
	public static URLClassLoader jar(Path directory, String jar, String className, String version) throws IOException {
		String simpleName = className.substring(className.lastIndexOf('.') + 1);
		Path source = Files.createDirectories(directory.resolve("src")).resolve(simpleName + ".java");
		Files.writeString(source, "package " + className.substring(0, className.lastIndexOf('.')) + "; public class "
				+ simpleName + " { public static void premain(String arguments) { } }");
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		compiler.run(null, null, null, "-proc:none", "-d", directory.toString(), source.toString());
		Manifest manifest = new Manifest();
		manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
		manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, version);
		manifest.getMainAttributes().putValue("Premain-Class", className);
		Path file = directory.resolve(jar);
		String entry = className.replace('.', '/') + ".class";
		try (OutputStream out = Files.newOutputStream(file);
				JarOutputStream content = new JarOutputStream(out, manifest)) {
			content.putNextEntry(new JarEntry(entry));
			Files.copy(directory.resolve(entry), content);
			content.closeEntry();
		}
		return new URLClassLoader(new URL[] { file.toUri().toURL() }, FoundMistakes.class.getClassLoader());
	}

}
