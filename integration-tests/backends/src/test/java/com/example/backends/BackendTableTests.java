// SPDX-License-Identifier: Apache-2.0
package com.example.backends;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.mock.env.MockEnvironment;

import io.otelspring.autoconfigure.config.TelemetryProperties;
import io.otelspring.autoconfigure.export.ExportStatus;
import io.otelspring.test.OtlpCollector;
import io.otelspring.test.ReceivedMetric;
import io.otelspring.test.ReceivedRequest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a stand-in for each backend's host receives, as the table in the page on backends.
 * Where the two differ, the right table is written to {@code target}.
 */
class BackendTableTests {

	private static final Path PAGE = Path.of("..", "..", "docs", "backends.md");

	private static final Path COPY = Path.of("target", "backends-table.md");

	private static final Set<String> ORDINARY = Set.of("content-type", "content-encoding", "content-length", "host",
			"user-agent", "connection", "accept-encoding", "transfer-encoding");

	private static final String BEGIN = "<!-- received: begin -->\n";

	private static final String END = "<!-- received: end -->";

	@Test
	void eachBackendReceivesWhatItsPageSays() throws IOException {
		List<String> rows = new ArrayList<>(
				List.of("| backend | address | received | headers | body | sums | histograms |",
						"|---|---|---|---|---|---|---|"));
		for (Backend backend : Backend.ALL) {
			rows.add(row(backend));
		}
		String table = String.join("\n", rows) + "\n";
		Files.writeString(COPY, table);
		String page = Files.readString(PAGE);
		assertThat(page).contains(BEGIN, END);
		assertThat(page.substring(page.indexOf(BEGIN) + BEGIN.length(), page.indexOf(END)))
			.as("%s differs from what was received; the right table is %s", PAGE, COPY)
			.isEqualTo(table);
	}

	private static String row(Backend backend) {
		try (OtlpCollector standIn = OtlpCollector.start()) {
			List<String> arguments = backend.arguments();
			arguments.add("--otel.backends." + backend.name() + ".endpoint=" + standIn.httpEndpoint());
			Set<String> names;
			try (ConfigurableApplicationContext context = Shop.start(arguments.toArray(String[]::new))) {
				Shop.work(context);
				names = context.getBean(ExportStatus.class)
					.all()
					.stream()
					.map((exporter) -> exporter.name())
					.collect(Collectors.toSet());
			}
			assertThat(names).containsExactly(backend.name());
			List<ReceivedRequest> requests = standIn.requests();
			assertThat(requests).as(backend.title())
				.isNotEmpty()
				.allSatisfy((request) -> assertThat(request.signal()).isNotNull())
				.allSatisfy((request) -> assertThat(request.items()).isPositive());
			return "| " + backend.title() + " | `" + address(backend) + "` | " + paths(requests) + " | "
					+ headers(requests) + " | " + encoding(requests) + " | "
					+ metric(standIn, "orders", (metric) -> metric.temporality().name()) + " | "
					+ metric(standIn, "order.value", (metric) -> metric.type().name()) + " |";
		}
	}

	private static String address(Backend backend) {
		MockEnvironment environment = new MockEnvironment();
		backend.arguments().forEach((argument) -> {
			String[] parts = argument.substring(2).split("=", 2);
			environment.setProperty(parts[0], parts[1]);
		});
		var exporters = TelemetryProperties.from(environment).backends().get(0).exporters();
		Map<String, String> settings = exporters.values().iterator().next().settings();
		if (settings == null) {
			return "http://localhost:4318/v1/traces";
		}
		return settings.entrySet()
			.stream()
			.filter((setting) -> setting.getKey().endsWith(".endpoint"))
			.map(Map.Entry::getValue)
			.findFirst()
			.orElseThrow();
	}

	private static String paths(List<ReceivedRequest> requests) {
		return requests.stream()
			.map((request) -> "`" + request.path() + "`")
			.distinct()
			.sorted()
			.collect(Collectors.joining(", "));
	}

	private static String headers(List<ReceivedRequest> requests) {
		Set<String> headers = new TreeSet<>();
		for (ReceivedRequest request : requests) {
			request.headers().forEach((name, values) -> {
				if (!ORDINARY.contains(name)) {
					boolean all = requests.stream().allMatch((other) -> other.headers().containsKey(name));
					headers.add("`" + name + ": " + shown(values.get(0)) + "`"
							+ (all ? "" : " (" + request.signal().name().toLowerCase() + ")"));
				}
			});
		}
		return String.join(", ", headers);
	}

	// The planted keys by the names of the options, so that the table proves their values
	private static String shown(String value) {
		String decoded = value.startsWith("Basic ") ? "Basic base64("
				+ new String(Base64.getDecoder().decode(value.substring(6)), StandardCharsets.UTF_8) + ")" : value;
		return decoded.replace("1234567", "<instance-id>").replaceAll("planted-([a-z-]*[a-z])", "<$1>");
	}

	private static String encoding(List<ReceivedRequest> requests) {
		return requests.stream().map(ReceivedRequest::encoding).distinct().collect(Collectors.joining(", "));
	}

	private static String metric(OtlpCollector standIn, String name, Function<ReceivedMetric, String> aspect) {
		return standIn.metrics()
			.stream()
			.filter((metric) -> metric.name().equals(name))
			.map(aspect)
			.findFirst()
			.orElse("")
			.toLowerCase()
			.replace('_', ' ');
	}

}
