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
 * Shows where each signal goes and what became of its items. It is made of maps, as the
 * other sections are, since an application can have records named in another way.
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
			Map<String, Object> view = new LinkedHashMap<>();
			view.put("exporters", exporters.stream().map(SignalsSection::view).toList());
			view.put("exported", sum(exporters, ExporterStatus::exported));
			view.put("failed", sum(exporters, ExporterStatus::failed));
			view.put("dropped", sum(exporters, ExporterStatus::dropped));
			view.put("queued", sum(exporters, ExporterStatus::queued));
			signals.put(signal.id(), view);
		}
		return signals;
	}

	private static long sum(List<ExporterStatus> exporters, ToLongFunction<ExporterStatus> count) {
		return exporters.stream().mapToLong(count).sum();
	}

	private static Map<String, @Nullable Object> view(ExporterStatus status) {
		Instant success = status.lastSuccess();
		ExporterStatus.Failure error = status.lastError();
		Map<String, @Nullable Object> view = new LinkedHashMap<>();
		view.put("name", status.name());
		view.put("protocol", status.protocol());
		view.put("endpoint", status.endpoint());
		view.put("exported", status.exported());
		view.put("failed", status.failed());
		view.put("lastSuccess", (success != null) ? success.toString() : null);
		view.put("lastError", (error != null) ? error.time() + " " + error.message() : null);
		return view;
	}

}
