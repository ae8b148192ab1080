// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.sdk.common.CompletableResultCode;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ExporterStatusTests {

	private static final Duration NEVER = Duration.ofHours(1);

	private final ExporterStatus status = new ExportStatus().add(Signal.METRICS, "otlp", null, null);

	@Test
	void answerThatDoesNotComeInTimeIsAFailure() {
		CompletableResultCode answer = this.status.export(3, CompletableResultCode::new, Duration.ofMillis(1));
		assertThat(answer.join(1, TimeUnit.MINUTES).isDone()).isTrue();
		assertThat(answer.isSuccess()).isFalse();
		assertThat(answer.getFailureThrowable()).hasMessage("no answer within 1 ms");
		assertThat(this.status.failed()).isEqualTo(3);
		assertThat(this.status.queued()).isZero();
	}

	@Test
	void answerInTimeIsCountedOnce() {
		CompletableResultCode result = new CompletableResultCode();
		CompletableResultCode answer = this.status.export(3, () -> result, NEVER);
		assertThat(answer.isDone()).isFalse();
		result.succeed();
		assertThat(answer.isSuccess()).isTrue();
		assertThat(this.status.exported()).isEqualTo(3);
		assertThat(this.status.failed()).isZero();
	}

	@Test
	void nothingIsKeptUntilTheDeadlineOnceTheAnswerIsThere() throws InterruptedException {
		WeakReference<Object> kept = exportTo(new Object());
		long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
		while (kept.get() != null && System.nanoTime() < end) {
			System.gc();
			Thread.sleep(10);
		}
		assertThat(kept.get()).isNull();
	}

	private WeakReference<Object> exportTo(Object exporter) {
		CompletableResultCode result = new CompletableResultCode();
		CompletableResultCode answer = this.status.export(1, () -> result, NEVER);
		answer.whenComplete(exporter::hashCode);
		result.succeed();
		return new WeakReference<>(exporter);
	}

}
