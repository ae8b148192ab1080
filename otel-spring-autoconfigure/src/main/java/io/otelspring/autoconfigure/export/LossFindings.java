// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export;

import java.util.ArrayList;
import java.util.List;

import io.otelspring.autoconfigure.Finding;
import io.otelspring.autoconfigure.Finding.Severity;
import io.otelspring.autoconfigure.FindingSource;

/**
 * Finds exporters that fail, and what was lost on the way. Both are logged when they
 * begin.
 */
class LossFindings implements FindingSource {

	private final ExportStatus status;

	LossFindings(ExportStatus status) {
		this.status = status;
	}

	@Override
	public boolean isLogged() {
		return true;
	}

	@Override
	public List<Finding> findings() {
		List<Finding> findings = new ArrayList<>();
		for (ExporterStatus exporter : this.status.all()) {
			ExporterStatus.Failure error = exporter.lastError();
			boolean failing = exporter.failing();
			if (failing && error != null) {
				findings.add(failing(exporter, error));
			}
			// What a processor withholds is said of that processor
			long dropped = exporter.dropped() - exporter.account().withheld();
			if (dropped > 0) {
				findings.add((error != null) ? lost(exporter, dropped) : overflowing(exporter, dropped));
			}
		}
		return findings;
	}

	private static Finding failing(ExporterStatus exporter, ExporterStatus.Failure error) {
		String endpoint = (exporter.endpoint() != null) ? " to " + exporter.endpoint() : "";
		return new Finding(Severity.ERROR,
				"Exporter '" + exporter.name() + "' of " + exporter.signal().id() + endpoint + " fails"
						+ ((exporter.failingSince() != null) ? " since " + exporter.failingSince() : "") + ": "
						+ error.message(),
				"Telemetry does not arrive; what does not fit into memory any more is lost",
				FailureRemedy.of(exporter, error.message()));
	}

	private static Finding lost(ExporterStatus exporter, long dropped) {
		return new Finding(Severity.WARNING,
				dropped + " " + exporter.signal().items() + " of exporter '" + exporter.name()
						+ "' were dropped, and it has failed",
				"They did not fit while the exporter failed, the receiver failed at them again and again, or no time was "
						+ "left for them",
				"Mend the exporter's destination; section 'signals' of the Actuator endpoint 'otel' counts on");
	}

	private static Finding overflowing(ExporterStatus exporter, long dropped) {
		String prefix = exporter.signal().batchPrefix();
		return new Finding(Severity.WARNING,
				dropped + " " + exporter.signal().items() + " of exporter '" + exporter.name()
						+ "' were dropped, though it works",
				"More come in than it takes; its queue is full and the oldest are dropped",
				"Sample less with otel.traces.sampler, log less, or raise " + prefix + "max.queue.size and " + prefix
						+ "max.export.batch.size");
	}

}
