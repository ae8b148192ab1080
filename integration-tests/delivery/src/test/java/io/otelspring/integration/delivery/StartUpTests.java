// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.delivery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import io.otelspring.test.OtlpCollector;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What export costs an application that has nothing to export yet.
 */
class StartUpTests {

	private static final Path CLASSES = Path.of("target", "classes-loaded.txt");

	private static final Pattern CLASS = Pattern.compile("] ((?:okhttp3|okio|kotlin)\\.\\S+) source:");

	/** What Spring itself looks at wherever there is Kotlin's library. */
	private static final Set<String> SPRING = Set.of("kotlin.Metadata", "kotlin.jvm.JvmInline",
			"kotlin.coroutines.Continuation", "kotlin.text.Regex");

	@AutoClose
	private final OtlpCollector collector = OtlpCollector.start();

	@Test
	void noClassOfTheHttpClientIsLoadedBeforeTheFirstExport() throws Exception {
		try (ApplicationProcess application = ApplicationProcess.start("start-up", "-Xlog:class+load:file=" + CLASSES,
				"otel.exporter.otlp.endpoint=" + this.collector.httpEndpoint(), "otel.bsp.schedule.delay=1h",
				"otel.blrp.schedule.delay=1h", "otel.metric.export.interval=1h")) {
			assertThat(loaded()).isEmpty();
			application.terminate();
			application.awaitEnd();
			assertThat(loaded()).contains("okhttp3.OkHttpClient");
		}
	}

	private static List<String> loaded() throws IOException {
		return CLASS.matcher(Files.readString(CLASSES))
			.results()
			.map((result) -> result.group(1))
			.filter((name) -> !SPRING.contains(name))
			.toList();
	}

}
