// SPDX-License-Identifier: Apache-2.0
package io.otelspring.test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;

/**
 * Reads log records.
 */
final class LogReader {

	private LogReader() {
	}

	static List<ReceivedLog> read(ExportLogsServiceRequest request) {
		List<ReceivedLog> result = new ArrayList<>();
		for (ResourceLogs ofResource : request.getResourceLogsList()) {
			Map<String, Object> resource = AttributeReader.attributes(ofResource.getResource().getAttributesList());
			for (ScopeLogs ofScope : ofResource.getScopeLogsList()) {
				ReceivedScope scope = AttributeReader.scope(ofScope.getScope(), ofScope.getSchemaUrl());
				ofScope.getLogRecordsList().forEach((record) -> result.add(log(record, scope, resource)));
			}
		}
		return result;
	}

	private static ReceivedLog log(LogRecord record, ReceivedScope scope, Map<String, Object> resource) {
		return new ReceivedLog(record.hasBody() ? AttributeReader.value(record.getBody()) : null,
				record.getSeverityNumberValue(), record.getSeverityText(),
				AttributeReader.attributes(record.getAttributesList()), record.getDroppedAttributesCount(),
				AttributeReader.hex(record.getTraceId()), AttributeReader.hex(record.getSpanId()), record.getFlags(),
				record.getTimeUnixNano(), record.getObservedTimeUnixNano(), record.getEventName(), scope, resource);
	}

}
