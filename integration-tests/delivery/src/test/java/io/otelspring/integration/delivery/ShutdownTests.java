// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.delivery;

import java.time.Duration;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import io.otelspring.test.Fault;
import io.otelspring.test.FaultCollector;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * SIGTERM while requests are made.
 */
class ShutdownTests {

	/** What the application needs for its own end at most, on a busy machine. */
	private static final Duration OWN = Duration.ofSeconds(5);

	@AutoClose
	private final FaultCollector collector = FaultCollector.start();

	@Test
	void allThatWasAnsweredArrivesWithGracefulShutdown() throws Exception {
		everythingArrives("graceful", "server.shutdown=graceful");
	}

	@Test
	void allThatWasAnsweredArrivesAtASlowCollectorWithImmediateShutdown() throws Exception {
		this.collector.fail(Fault.SLOW);
		everythingArrives("immediate", "server.shutdown=immediate");
	}

	@Test
	void aHangingCollectorDoesNotHoldUpTheEnd() throws Exception {
		this.collector.fail(Fault.HANGING);
		try (ApplicationProcess application = ApplicationProcess.start("hanging", "server.shutdown=graceful",
				"otel.exporter.otlp.endpoint=" + this.collector.httpEndpoint(), "otel.exporter.otlp.timeout=30000",
				"otel.export.shutdown-timeout=2s"); Load load = Load.on(application).begin()) {
			load.awaitAnswers(300);
			application.terminate();
			assertThat(application.awaitEnd()).isLessThan(Duration.ofSeconds(2).plus(OWN));
			assertThat(application.lines("items of telemetry were lost at the end of the application")).hasSize(1);
		}
	}

	private void everythingArrives(String name, String shutdown) throws Exception {
		try (ApplicationProcess application = ApplicationProcess.start(name, shutdown,
				"otel.exporter.otlp.endpoint=" + this.collector.httpEndpoint());
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

}
