// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.actuate;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.TelemetrySection;
import io.otelspring.autoconfigure.export.ExportStatus;
import io.otelspring.autoconfigure.export.ExporterStatus;
import io.otelspring.autoconfigure.export.Signal;

/**
 * Shows where each signal goes and what became of its items.
 */
class SignalsSection implements TelemetrySection {

	private final ExportStatus status;

	SignalsSection(ExportStatus status) {
		this.status = status;
	}

	@Override
	public String name() {
		return "signals";
	}

	@Override
	public Object value() {
		Map<String, Object> signals = new LinkedHashMap<>();
		for (Signal signal : Signal.values()) {
			List<ExporterStatus> exporters = this.status.of(signal);
			signals.put(signal.id(),
					new SignalView(exporters.stream().map(ExporterView::of).toList(),
							sum(exporters, ExporterStatus::exported), sum(exporters, ExporterStatus::failed),
							sum(exporters, ExporterStatus::dropped), sum(exporters, ExporterStatus::queued)));
		}
		return signals;
	}

	private static long sum(List<ExporterStatus> exporters, ToLongFunction<ExporterStatus> count) {
		return exporters.stream().mapToLong(count).sum();
	}

	private record SignalView(List<ExporterView> exporters, long exported, long failed, long dropped, long queued) {

	}

	private record ExporterView(String name, @Nullable String protocol, @Nullable String endpoint, long exported,
			long failed, @Nullable String lastSuccess, @Nullable String lastError) {

		static ExporterView of(ExporterStatus status) {
			Instant success = status.lastSuccess();
			ExporterStatus.Failure error = status.lastError();
			return new ExporterView(status.name(), status.protocol(), status.endpoint(), status.exported(),
					status.failed(), (success != null) ? success.toString() : null,
					(error != null) ? error.time() + " " + error.message() : null);
		}

	}

}
