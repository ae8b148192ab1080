// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.delivery;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.otelspring.test.Fault;
import io.otelspring.test.FaultCollector;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * SIGTERM while requests are made.
 */
class ShutdownTests {

	/** What the application needs for its own end at most, on a busy machine. */
	private static final Duration OWN = Duration.ofSeconds(40);

	private static final String LOST = "items of telemetry were lost at the end of the application";

	@AutoClose
	private final FaultCollector collector = FaultCollector.start();

	@TempDir
	private Path spool;

	@ParameterizedTest
	@ValueSource(strings = { "http/protobuf", "grpc" })
	void allThatWasAnsweredArrivesWithGracefulShutdown(String protocol) throws Exception {
		everythingArrives("graceful", protocol, "server.shutdown=graceful");
	}

	@ParameterizedTest
	@ValueSource(strings = { "http/protobuf", "grpc" })
	void allThatWasAnsweredArrivesAtASlowCollectorWithImmediateShutdown(String protocol) throws Exception {
		this.collector.fail(Fault.SLOW);
		everythingArrives("immediate", protocol, "server.shutdown=immediate");
	}

	@ParameterizedTest
	@CsvSource({ "graceful, grpc", "immediate, http/protobuf" })
	void aHangingCollectorDoesNotHoldUpTheEnd(String shutdown, String protocol) throws Exception {
		this.collector.fail(Fault.HANGING);
		try (ApplicationProcess application = start("hanging", protocol, "server.shutdown=" + shutdown,
				"otel.exporter.otlp.timeout=60000", "otel.export.shutdown-timeout=2s");
				Load load = Load.on(application).begin()) {
			load.awaitAnswers(300);
			application.terminate();
			assertThat(application.awaitEnd()).isLessThan(Duration.ofSeconds(2).plus(OWN));
			assertThat(application.lines(LOST)).hasSize(1);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "http/protobuf", "grpc" })
	void aCollectorThatIsAwayDoesNotHoldUpTheEnd(String protocol) throws Exception {
		this.collector.fail(Fault.DOWN);
		try (ApplicationProcess application = start("away", protocol, "otel.bsp.schedule.delay=200",
				"otel.export.shutdown-timeout=1m"); Load load = Load.on(application).begin()) {
			load.awaitAnswers(300);
			application.awaitLine("Telemetry cannot be exported to ");
			application.terminate();
			assertThat(application.awaitEnd()).isLessThan(Duration.ofSeconds(2).plus(OWN));
			assertThat(application.lines(LOST)).hasSize(1);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "http/protobuf", "grpc" })
	void whatACollectorThatIsAwayDidNotGetArrivesFromTheNextProcess(String protocol) throws Exception {
		this.collector.fail(Fault.DOWN);
		String directory = "otel.export.spool.directory=" + this.spool;
		Set<String> answered;
		try (ApplicationProcess application = start("spooled", protocol, directory);
				Load load = Load.on(application).begin()) {
			load.awaitAnswers(300);
			application.terminate();
			assertThat(application.awaitEnd()).isLessThan(Duration.ofSeconds(10).plus(OWN));
			load.awaitEnd();
			assertThat(application.lines(LOST)).isEmpty();
			answered = load.answered();
		}
		this.collector.recover();
		try (ApplicationProcess next = start("after-spooled", protocol, directory)) {
			next.terminate();
			next.awaitEnd();
		}
		assertThat(Orders.traced(this.collector.received())).doesNotHaveDuplicates().containsAll(answered);
		assertThat(Orders.logged(this.collector.received())).doesNotHaveDuplicates().containsAll(answered);
		assertThat(Orders.counted(this.collector.received())).isGreaterThanOrEqualTo(answered.size());
	}

	private void everythingArrives(String name, String protocol, String shutdown) throws Exception {
		try (ApplicationProcess application = start(name, protocol, shutdown);
				Load load = Load.on(application).begin()) {
			load.awaitAnswers(600);
			application.terminate();
			Duration end = application.awaitEnd();
			load.awaitEnd();
			assertThat(load.answered()).hasSizeGreaterThanOrEqualTo(600);
			assertThat(Orders.traced(this.collector.received())).doesNotHaveDuplicates().containsAll(load.answered());
			assertThat(Orders.logged(this.collector.received())).doesNotHaveDuplicates().containsAll(load.answered());
			assertThat(Orders.counted(this.collector.received())).isGreaterThanOrEqualTo(load.answered().size());
			assertThat(end).isLessThan(Duration.ofSeconds(10).plus(OWN));
		}
	}

	private ApplicationProcess start(String name, String protocol, String... arguments) throws Exception {
		boolean grpc = protocol.equals("grpc");
		List<String> all = new ArrayList<>(List.of(arguments));
		all.add("otel.exporter.otlp.protocol=" + protocol);
		all.add("otel.exporter.otlp.endpoint="
				+ (grpc ? this.collector.grpcEndpoint() : this.collector.httpEndpoint()));
		return ApplicationProcess.start(name + '-' + protocol.substring(0, 4), all.toArray(String[]::new));
	}

}
