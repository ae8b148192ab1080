// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.opentelemetry.sdk.common.CompletableResultCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class OutageTests {

	private final ExportStatus statuses = new ExportStatus();

	@BeforeEach
	void logLevel() {
		// Another test's application may have changed it
		LoggingSystem.get(getClass().getClassLoader()).setLogLevel("io.otelspring", LogLevel.INFO);
	}

	@Test
	void outageOfOneDestinationIsSaidOnceForAllSignals(CapturedOutput output) {
		ExporterStatus traces = this.statuses.add(Signal.TRACES, "otlp", "http/protobuf",
				"http://comes-and-goes:4318/v1/traces");
		ExporterStatus logs = this.statuses.add(Signal.LOGS, "otlp", "http/protobuf",
				"http://comes-and-goes:4318/v1/logs");
		for (int i = 0; i < 3; i++) {
			fail(traces, 10);
			fail(logs, 1);
		}
		assertThat(output.getOut().split("cannot be exported to http://comes-and-goes:4318", -1)).hasSize(2);
		assertThat(output).contains("WARN").contains("IllegalStateException: refused");
		succeed(logs);
		succeed(traces);
		assertThat(output.getOut().split("is exported to http://comes-and-goes:4318 again", -1)).hasSize(2);
		assertThat(output).contains("33 items were lost");
	}

	@Test
	void destinationThatComesAndGoesIsSaidOnceInTenMinutes(CapturedOutput output) {
		ExporterStatus traces = this.statuses.add(Signal.TRACES, "otlp", null, "http://comes-and-goes:4318/v1/traces");
		AtomicLong minute = new AtomicLong();
		Outage outage = new Outage("http://comes-and-goes:4318", () -> TimeUnit.MINUTES.toNanos(minute.get()));
		for (int i = 0; i < 5; i++) {
			outage.failed(traces, "connection reset", 0);
			outage.answered(traces);
			minute.incrementAndGet();
		}
		assertThat(beginnings(output)).isOne();
		assertThat(ends(output)).isOne();
		minute.set(12);
		outage.failed(traces, "connection reset", 0);
		assertThat(beginnings(output)).isEqualTo(2);
	}

	@Test
	void outageThatFollowsAnotherIsSaidWhenItLastsOrLosesSomething(CapturedOutput output) {
		ExporterStatus traces = this.statuses.add(Signal.TRACES, "otlp", null, "http://comes-and-goes:4318/v1/traces");
		AtomicLong minute = new AtomicLong();
		Outage outage = new Outage("http://comes-and-goes:4318", () -> TimeUnit.MINUTES.toNanos(minute.get()));
		outage.failed(traces, "connection reset", 0);
		outage.answered(traces);
		outage.failed(traces, "connection refused", 0);
		assertThat(beginnings(output)).isOne();
		minute.set(1);
		outage.failed(traces, "connection refused", 0);
		assertThat(beginnings(output)).isEqualTo(2);
		outage.answered(traces);
		assertThat(ends(output)).isEqualTo(2);
		outage.failed(traces, "connection refused", 7);
		outage.answered(traces);
		assertThat(beginnings(output)).isEqualTo(2);
		assertThat(output).contains("7 items were lost");
	}

	private static int beginnings(CapturedOutput output) {
		return output.getOut().split("cannot be exported to http://comes-and-goes", -1).length - 1;
	}

	private static int ends(CapturedOutput output) {
		return output.getOut().split("comes-and-goes:4318 again, after", -1).length - 1;
	}

	@Test
	void destinationsAreToldApart(CapturedOutput output) {
		fail(this.statuses.add(Signal.TRACES, "otlp", "grpc", "http://one:4317"), 1);
		fail(this.statuses.add(Signal.TRACES, "mine", null, null), 1);
		assertThat(output).contains("exported to http://one:4317").contains("exported to exporter 'mine'");
	}

	private static void fail(ExporterStatus status, int items) {
		status.export(items, () -> CompletableResultCode.ofExceptionalFailure(new IllegalStateException("refused")));
	}

	private static void succeed(ExporterStatus status) {
		status.export(1, CompletableResultCode::ofSuccess);
	}

}
