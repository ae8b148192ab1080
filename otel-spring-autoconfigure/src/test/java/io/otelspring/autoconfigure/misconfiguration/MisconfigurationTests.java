// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.misconfiguration;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.web.context.support.StandardServletEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Starts an application with each mistake as somebody makes it, and reads what is said
 * about it. The page on misconfiguration is the table with these answers; where it
 * differs, this writes the right one to {@code target}, to be copied.
 */
@ExtendWith(OutputCaptureExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
class MisconfigurationTests {

	private static final Path PAGE = Path.of("..", "docs", "misconfiguration.md");

	private static final Pattern FAILURE = Pattern
		.compile("(?s)Description:\\R\\R(.*?)\\R\\RAction:\\R\\R(.*?)(\\R\\R|$)");

	private static final Pattern WARNING = Pattern.compile("(?m)^.* WARN .*FindingReporter *: (.*)$");

	private static final String SECRET = "planted-secret";

	private final Map<Misconfiguration, String> answers = new LinkedHashMap<>();

	static Stream<Misconfiguration> mistakes() {
		return Misconfigurations.all().stream();
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("mistakes")
	void mistakeIsAnswered(Misconfiguration mistake, CapturedOutput output) throws IOException {
		SpringApplication application = application(mistake);
		String answer;
		if (mistake.stops()) {
			assertThatException().isThrownBy(() -> application.run().close());
			Matcher failure = FAILURE.matcher(output.getOut());
			assertThat(failure.find()).as(output.getOut()).isTrue();
			answer = failure.group(1).strip() + "\n\n" + failure.group(2).strip();
			assertThat(failure.group(1)).contains(mistake.names()).contains("Reason: ");
			assertThat(failure.group(2)).contains(mistake.remedy());
		}
		else {
			application.run().close();
			List<String> warnings = WARNING.matcher(output.getOut())
				.results()
				.map((found) -> found.group(1))
				.filter((warning) -> warning.contains(mistake.names()[0]))
				.toList();
			assertThat(warnings).hasSize(1);
			answer = warnings.get(0);
			assertThat(answer).contains(mistake.names()).contains(mistake.remedy());
		}
		assertThat(answer)
			.contains(mistake.variables().isEmpty() ? "application.yml] - " : "System Environment Property");
		assertThat(output.getAll()).doesNotContain(SECRET);
		this.answers.put(mistake, answer);
	}

	@Test
	void thereAreManyAndEachIsAnother() {
		List<Misconfiguration> all = Misconfigurations.all();
		assertThat(all).hasSizeGreaterThanOrEqualTo(60).extracting(Misconfiguration::written).doesNotHaveDuplicates();
		assertThat(all).extracting(Misconfiguration::toString).doesNotHaveDuplicates();
	}

	/**
	 * The next start ends what a failed one has left for the end of the process.
	 */
	@AfterAll
	void nothingIsLeftBehind() throws IOException {
		application(Misconfiguration.stops("", "", "otel.sdk.disabled: true", "", "", "")).run().close();
	}

	@AfterAll
	void pageIsTheTable() throws IOException {
		if (this.answers.size() < Misconfigurations.all().size()) {
			return;
		}
		StringBuilder table = new StringBuilder();
		String kind = "";
		for (Misconfiguration mistake : Misconfigurations.all()) {
			if (!mistake.kind().equals(kind)) {
				kind = mistake.kind();
				table.append("\n## ").append(kind).append('\n');
			}
			table.append("\n**")
				.append(mistake.title())
				.append("**\n\n```text\n")
				.append(mistake.written())
				.append("\n");
			table.append("\n").append(mistake.stops() ? "stops the start:" : "is a warning:").append("\n\n");
			this.answers.get(mistake)
				.lines()
				.forEach((line) -> table.append(line.isEmpty() ? "" : "  ").append(line).append('\n'));
			table.append("```\n");
		}
		String page = Files.readString(PAGE);
		String begin = "<!-- mistakes: begin -->\n";
		String expected = page.substring(0, page.indexOf(begin) + begin.length()) + table + "<!-- mistakes: end -->\n";
		Path copy = Path.of("target", "misconfiguration.md");
		Files.writeString(copy, expected);
		assertThat(page).as("%s differs from what is said; the right one is %s", PAGE, copy).isEqualTo(expected);
	}

	private static SpringApplication application(Misconfiguration mistake) throws IOException {
		StandardEnvironment environment = switch (mistake.web()) {
			case SERVLET -> new StandardServletEnvironment();
			default -> new StandardEnvironment();
		};
		environment.getPropertySources()
			.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new SystemEnvironmentPropertySource(
					StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new HashMap<>(mistake.variables())));
		List<PropertySource<?>> sources = new ArrayList<>(
				new YamlPropertySourceLoader().load("application.yml", new ApplicationYaml(mistake.yaml())));
		sources.add(new MapPropertySource("quiet",
				Map.of("logging.level.root", "warn", "server.port", "0", "spring.main.banner-mode", "off",
						"spring.application.name", "shop", "otel.export.shutdown-timeout", "1ms")));
		sources.forEach(environment.getPropertySources()::addLast);
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(mistake.web());
		application.setEnvironment(environment);
		application.setRegisterShutdownHook(false);
		return application;
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class Application {

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

}
