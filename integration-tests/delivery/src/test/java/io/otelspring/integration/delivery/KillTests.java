// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.delivery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.otelspring.test.Fault;
import io.otelspring.test.FaultCollector;
import io.otelspring.test.OtlpCollector;
import io.otelspring.test.Patience;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * SIGKILL while the collector is away and what cannot be exported is on disk.
 */
class KillTests {

	@AutoClose
	private final FaultCollector collector = FaultCollector.start();

	@TempDir
	private Path spool;

	@ParameterizedTest
	@ValueSource(strings = { "http/protobuf", "grpc" })
	void theNextProcessExportsWhatIsOnDisk(String protocol) throws Exception {
		this.collector.fail(Fault.DOWN);
		Set<String> onDisk;
		Set<String> answered;
		try (ApplicationProcess killed = start("killed", protocol); Load load = Load.on(killed)) {
			load.orders(200);
			onDisk = load.answered();
			Patience.await("the last order on disk",
					() -> contains("traces_otlp", "/order/199") && contains("logs_otlp", "Order 199"));
			// What nobody has tried to export yet is lost, or is not
			load.orders(20);
			answered = load.answered();
			killed.kill();
		}
		assertThat(onDisk).hasSize(200);
		this.collector.recover();
		try (ApplicationProcess next = start("next", protocol)) {
			this.collector.received()
				.await("what was on disk",
						() -> Stream.of(List.of("arrived"))
							.filter((arrived) -> Orders.traced(this.collector.received()).containsAll(onDisk)
									&& Orders.logged(this.collector.received()).containsAll(onDisk))
							.findFirst());
			next.terminate();
			next.awaitEnd();
		}
		assertThat(Orders.traced(this.collector.received())).doesNotHaveDuplicates().isSubsetOf(answered);
		assertThat(Orders.logged(this.collector.received())).doesNotHaveDuplicates().isSubsetOf(answered);
	}

	@Test
	void theNextProcessSendsToEachDestinationWhatIsForIt() throws Exception {
		try (FaultCollector zipkin = FaultCollector.start()) {
			String[] both = { "otel.traces.exporter=otlp,zipkin",
					"otel.exporter.zipkin.endpoint=" + zipkin.httpEndpoint() + "/api/v2/spans" };
			this.collector.fail(Fault.DOWN);
			zipkin.fail(Fault.DOWN);
			Set<String> onDisk;
			try (ApplicationProcess killed = start("killed-both", "http/protobuf", both); Load load = Load.on(killed)) {
				load.orders(40);
				onDisk = load.answered();
				Patience.await("the last order on disk, twice",
						() -> contains("traces_otlp", "/order/39") && contains("traces_zipkin", "/order/39"));
				killed.kill();
			}
			this.collector.recover();
			zipkin.recover();
			try (ApplicationProcess next = start("next-both", "http/protobuf", both)) {
				for (OtlpCollector received : List.of(this.collector.received(), zipkin.received())) {
					received.await("what was on disk", () -> Optional.of("arrived")
						.filter((arrived) -> Orders.traced(received).containsAll(onDisk)));
				}
				next.terminate();
				next.awaitEnd();
			}
			for (OtlpCollector received : List.of(this.collector.received(), zipkin.received())) {
				assertThat(Orders.traced(received)).containsExactlyInAnyOrderElementsOf(onDisk);
			}
			assertThat(zipkin.received().requests()).isNotEmpty()
				.allMatch((request) -> request.path().equals("/api/v2/spans"));
			assertThat(this.collector.received().requests())
				.noneMatch((request) -> request.path().equals("/api/v2/spans"));
		}
	}

	private ApplicationProcess start(String name, String protocol, String... further) throws Exception {
		String endpoint = protocol.equals("grpc") ? this.collector.grpcEndpoint() : this.collector.httpEndpoint();
		List<String> arguments = new ArrayList<>(List.of("otel.exporter.otlp.protocol=" + protocol,
				"otel.exporter.otlp.endpoint=" + endpoint, "otel.export.spool.directory=" + this.spool,
				"otel.bsp.schedule.delay=200", "otel.blrp.schedule.delay=200"));
		arguments.addAll(List.of(further));
		return ApplicationProcess.start(name + '-' + protocol.substring(0, 4), arguments.toArray(String[]::new));
	}

	private boolean contains(String destination, String text) {
		try (Stream<Path> files = Files.walk(this.spool)) {
			return files.filter(Files::isRegularFile)
				.filter((file) -> file.getParent().getFileName().toString().startsWith(destination))
				.anyMatch((file) -> read(file).contains(text));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String read(Path file) {
		try {
			return Files.readString(file, StandardCharsets.ISO_8859_1);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
