// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export;

import java.util.Collection;

import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.trace.data.SpanData;

/**
 * Sees what is exported, once however many exporters there are, and off the threads that
 * serve requests. Beans of this type are told of each batch before it leaves.
 */
public interface ExportListener {

	/**
	 * Spans are about to be exported.
	 * @param spans the spans, not to be kept
	 */
	default void spans(Collection<SpanData> spans) {
	}

	/**
	 * Log records are about to be exported.
	 * @param records the log records, not to be kept
	 */
	default void logs(Collection<LogRecordData> records) {
	}

	/**
	 * Metrics are about to be exported.
	 * @param metrics the metrics, not to be kept
	 */
	default void metrics(Collection<MetricData> metrics) {
	}

}
