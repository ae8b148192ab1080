// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.FailureHandler;
import org.springframework.core.type.filter.AnnotationTypeFilter;

import io.otelspring.autoconfigure.DocumentationPages.Page;
import io.otelspring.autoconfigure.DocumentationPages.Snippet;
import io.otelspring.autoconfigure.config.InvalidTelemetryPropertyException;
import io.otelspring.autoconfigure.config.TelemetryProperties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What the documents say about properties and code is so.
 */
class DocumentationTests {

	private static final Pattern INLINE_CODE = Pattern.compile("`([^`]+)`");

	private static final Pattern PROPERTY = Pattern
		.compile("^((?:otel|spring|management|server|logging)\\.[A-Za-z0-9.\\[\\]_-]+\\*?)(?:[=:].*)?$");

	private static final Pattern VARIABLE = Pattern.compile("\\bOTEL_[A-Z0-9_]+");

	private static final Pattern LINK = Pattern.compile("\\[[^\\]]*]\\(([^)#]*)(?:#([^)]*))?\\)");

	private static final Pattern TYPE = Pattern.compile("(?m)^(?:\\w+ )*(?:class|interface|record|enum) \\w+");

	private static final List<String> TELEMETRY = List.of("otel.sdk.", "otel.status_code", "otel.scope.",
			"spring.batch.job.", "spring.batch.step.", "spring.integration.", "spring.security.");

	private static final String IMPORTS = """
			import java.time.*;
			import java.util.*;
			import java.util.concurrent.*;
			import java.util.concurrent.atomic.*;
			import java.util.function.Supplier;
			import com.mongodb.ConnectionString;
			import com.mongodb.MongoClientSettings;
			import com.mongodb.client.*;
			import com.mongodb.event.*;
			import io.grpc.BindableService;
			import io.grpc.Server;
			import io.grpc.ServerBuilder;
			import io.grpc.ServerInterceptor;
			import io.grpc.ServerInterceptors;
			import io.micrometer.observation.*;
			import io.opentelemetry.api.common.*;
			import io.opentelemetry.api.logs.Severity;
			import io.opentelemetry.api.metrics.*;
			import io.opentelemetry.api.trace.*;
			import io.opentelemetry.context.Context;
			import io.opentelemetry.context.Scope;
			import io.opentelemetry.sdk.common.CompletableResultCode;
			import io.opentelemetry.sdk.logs.data.LogRecordData;
			import io.opentelemetry.sdk.logs.export.LogRecordExporter;
			import io.opentelemetry.sdk.trace.*;
			import io.opentelemetry.sdk.trace.samplers.*;
			import io.otelspring.annotation.*;
			import io.otelspring.autoconfigure.export.transport.OtlpHeadersCustomizer;
			import io.otelspring.autoconfigure.redaction.RedactionCustomizer;
			import io.otelspring.autoconfigure.sdk.*;
			import org.slf4j.*;
			import org.springframework.beans.factory.annotation.*;
			import org.springframework.context.annotation.Bean;
			import org.springframework.core.task.*;
			import org.springframework.jdbc.core.simple.*;
			import org.springframework.scheduling.annotation.*;
			import org.springframework.stereotype.*;
			import org.springframework.web.bind.annotation.*;
			import org.springframework.web.client.*;
			import org.springframework.web.reactive.function.client.*;
			import reactor.core.publisher.Flux;
			import reactor.core.publisher.Mono;
			import reactor.core.scheduler.*;
			""";

	private final KnownPropertyNames known = new KnownPropertyNames();

	DocumentationTests() throws IOException {
	}

	static Stream<Page> pages() {
		return DocumentationPages.all().stream();
	}

	static Stream<Snippet> yaml() {
		return DocumentationPages.snippets("yaml").stream().filter((snippet) -> !snippet.refused());
	}

	static Stream<Snippet> refusedYaml() {
		return DocumentationPages.snippets("yaml").stream().filter(Snippet::refused);
	}

	static Stream<Snippet> java() {
		return DocumentationPages.snippets("java").stream();
	}

	static Stream<Snippet> xml() {
		return DocumentationPages.snippets("xml").stream();
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource
	void yaml(Snippet snippet) throws Exception {
		StandardEnvironment environment = environment(snippet);
		for (PropertySource<?> source : environment.getPropertySources()) {
			if (source instanceof EnumerablePropertySource<?> enumerable && source.getName().equals("snippet")) {
				assertThat(enumerable.getPropertyNames()).isNotEmpty().allMatch(this.known::contain);
			}
		}
		TelemetryProperties.from(environment);
		ClassPathScanningCandidateComponentProvider scanner = new ClassPathScanningCandidateComponentProvider(false);
		scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
		var found = scanner.findCandidateComponents(getClass().getPackageName());
		assertThat(found).hasSizeGreaterThan(5);
		for (var definition : found) {
			Class<?> type = Class.forName(definition.getBeanClassName());
			ConfigurationProperties properties = type.getAnnotation(ConfigurationProperties.class);
			String prefix = properties.prefix().isEmpty() ? properties.value() : properties.prefix();
			Binder.get(environment).bindOrCreate(prefix, Bindable.of(type));
		}
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource
	void refusedYaml(Snippet snippet) throws IOException {
		StandardEnvironment environment = environment(snippet);
		Page page = pages().filter((candidate) -> candidate.snippets().contains(snippet)).findFirst().orElseThrow();
		assertThatExceptionOfType(InvalidTelemetryPropertyException.class)
			.isThrownBy(() -> TelemetryProperties.from(environment))
			.satisfies((ex) -> assertThat(analyze(ex).getDescription())
				.isEqualTo(page.textAfter(snippet).stripTrailing()));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource
	void java(Snippet snippet, @TempDir Path classes) {
		String code = TYPE.matcher(snippet.code()).find() ? snippet.code()
				: "class Snippet {\n" + snippet.code() + "}\n";
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
		compiler
			.getTask(null, null, diagnostics,
					List.of("-proc:none", "-parameters", "-d", classes.toString(), "-classpath",
							System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))),
					null, List.of(new SourceText("package snippet;\n" + IMPORTS + code)))
			.call();
		assertThat(diagnostics.getDiagnostics())
			.filteredOn((diagnostic) -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
			.isEmpty();
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource
	void xml(Snippet snippet) throws IOException {
		String pom = Files.readString(DocumentationPages.ROOT.resolve("sample-app/pom.xml"));
		assertThat(pom.replaceAll("\\s+", "")).contains(snippet.code().replaceAll("\\s+", ""));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("pages")
	void namesOfPropertiesExist(Page page) {
		assertThat(INLINE_CODE.matcher(page.prose()).results().map((result) -> result.group(1)))
			.filteredOn((code) -> PROPERTY.matcher(code).matches() && !isTelemetry(code))
			.extracting((code) -> PROPERTY.matcher(code).replaceFirst("$1"))
			.allMatch(this.known::contain);
		if (page.name().equals("docs/misconfiguration.md")) {
			return;
		}
		assertThat(VARIABLE.matcher(page.prose() + page.snippets()).results().map((result) -> result.group()))
			.filteredOn((variable) -> !variable.equals("OTEL_"))
			.allMatch(this.known::containVariable);
	}

	// Metrics and attributes of the SDK and of Spring have names that could be those of
	// properties.
	private static boolean isTelemetry(String code) {
		return TELEMETRY.stream().anyMatch(code::startsWith) && !code.startsWith("otel.sdk.disabled")
				&& !code.startsWith("spring.integration.management.");
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("pages")
	void linksLeadSomewhere(Page page) {
		LINK.matcher(page.prose()).results().filter((link) -> !link.group(1).startsWith("http")).forEach((link) -> {
			Path target = link.group(1).isEmpty() ? page.file() : page.file().resolveSibling(link.group(1)).normalize();
			assertThat(target).as(link.group()).exists();
			if (link.group(2) != null) {
				assertThat(headings(target)).as(link.group()).contains(link.group(2));
			}
		});
	}

	@Test
	void readmeNamesEverySwitchAndEveryPage() {
		String readme = pages().filter((page) -> page.name().equals("README.md")).findFirst().orElseThrow().prose();
		assertThat(INLINE_CODE.matcher(readme).results().map((result) -> result.group(1)))
			.filteredOn((code) -> code.startsWith("otel.instrumentation.") && code.endsWith(".enabled"))
			.containsExactlyInAnyOrderElementsOf(this.known.switches());
		assertThat(pages().map(Page::name).filter((name) -> name.startsWith("docs")))
			.allMatch((name) -> readme.contains("(" + name + ")"));
	}

	private static List<String> headings(Path file) {
		try (Stream<String> lines = Files.lines(file)) {
			return lines.filter((line) -> line.startsWith("#"))
				.map((line) -> line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT))
				.map((heading) -> heading.replaceAll("[^a-z0-9 -]", "").replace(' ', '-'))
				.toList();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static FailureAnalysis analyze(Throwable failure) {
		return SpringFactoriesLoader.forDefaultResourceLocation()
			.load(FailureAnalyzer.class, FailureHandler.handleMessage((message, ex) -> {
			}))
			.stream()
			.filter((analyzer) -> analyzer.getClass().getName().startsWith("io.otelspring."))
			.map((analyzer) -> analyzer.analyze(failure))
			.filter(Objects::nonNull)
			.findFirst()
			.orElseThrow();
	}

	private static StandardEnvironment environment(Snippet snippet) throws IOException {
		StandardEnvironment environment = new StandardEnvironment();
		MutablePropertySources sources = environment.getPropertySources();
		sources.remove(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
		sources.remove(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);
		new YamlPropertySourceLoader().load("snippet", new ApplicationYaml(snippet.code())).forEach(sources::addLast);
		ConfigurationPropertySources.attach(environment);
		return environment;
	}

	private static final class ApplicationYaml extends ByteArrayResource {

		ApplicationYaml(String text) {
			super(text.getBytes(StandardCharsets.UTF_8));
		}

		@Override
		public String getDescription() {
			return "class path resource [application.yml]";
		}

	}

	private static final class SourceText extends SimpleJavaFileObject {

		private final String text;

		SourceText(String text) {
			super(URI.create("string:///Snippet.java"), Kind.SOURCE);
			this.text = text;
		}

		@Override
		public CharSequence getCharContent(boolean ignoreEncodingErrors) {
			return this.text;
		}

	}

}
