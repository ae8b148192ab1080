// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.delivery;

import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.otelspring.test.Fault;
import io.otelspring.test.FaultCollector;
import io.otelspring.test.Signal;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A collector that is away for five seconds while requests are made.
 */
class OutageTests {

	@AutoClose
	private final FaultCollector collector = FaultCollector.start();

	@ParameterizedTest
	@ValueSource(strings = { "http/protobuf", "grpc" })
	void nothingIsLost(String protocol) throws Exception {
		String endpoint = protocol.equals("grpc") ? this.collector.grpcEndpoint() : this.collector.httpEndpoint();
		try (ApplicationProcess application = ApplicationProcess.start("outage-" + protocol.substring(0, 4),
				"otel.exporter.otlp.protocol=" + protocol, "otel.exporter.otlp.endpoint=" + endpoint,
				"otel.bsp.schedule.delay=200", "otel.blrp.schedule.delay=200", "otel.metric.export.interval=1000");
				Load load = Load.on(application).begin()) {
			load.awaitAnswers(100);
			this.collector.received().awaitSpans(1);
			long begin = nanos();
			this.collector.fail(Fault.DOWN);
			TimeUnit.SECONDS.sleep(5);
			this.collector.recover();
			long end = nanos();
			application.awaitLine(" again, after ");
			load.stop();
			application.terminate();
			application.awaitEnd();

			assertThat(Orders.traced(this.collector.received())).containsAll(load.answered())
				.hasSizeLessThanOrEqualTo(load.answered().size() + (int) this.collector.unacknowledged(Signal.TRACES));
			assertThat(Orders.logged(this.collector.received())).containsAll(load.answered())
				.hasSizeLessThanOrEqualTo(load.answered().size() + (int) this.collector.unacknowledged(Signal.LOGS));
			assertThat(Orders.counted(this.collector.received())).isEqualTo(load.answered().size());
			assertThat(Orders.points(this.collector.received())
				.filter((point) -> point.timeNanos() > begin && point.timeNanos() < end))
				.hasSizeGreaterThanOrEqualTo(2);

			assertThat(application.lines("Telemetry cannot be exported to ")).singleElement()
				.asString()
				.contains(" WARN ");
			assertThat(application.lines(" again, after ")).singleElement()
				.asString()
				.contains(" INFO ", "; 0 items were lost");
		}
	}

	private static long nanos() {
		return TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
	}

}
