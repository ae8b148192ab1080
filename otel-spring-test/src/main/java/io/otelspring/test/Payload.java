// SPDX-License-Identifier: Apache-2.0
package io.otelspring.test;

import java.util.List;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsPartialSuccess;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;

/**
 * What one request carries, the same over both protocols.
 *
 * @param spans the spans
 * @param metrics the metrics
 * @param logs the log records
 */
record Payload(List<ReceivedSpan> spans, List<ReceivedMetric> metrics, List<ReceivedLog> logs) {

	static Payload parse(Signal signal, byte[] body) throws InvalidProtocolBufferException {
		return switch (signal) {
			case TRACES ->
				new Payload(SpanReader.read(ExportTraceServiceRequest.parseFrom(body)), List.of(), List.of());
			case METRICS ->
				new Payload(List.of(), MetricReader.read(ExportMetricsServiceRequest.parseFrom(body)), List.of());
			case LOGS -> new Payload(List.of(), List.of(), LogReader.read(ExportLogsServiceRequest.parseFrom(body)));
		};
	}

	static Payload parseZipkin(byte[] body) {
		return new Payload(ZipkinReader.read(body), List.of(), List.of());
	}

	/**
	 * Counts as the protocol counts rejected items: a metric by its data points.
	 * @return the number of items
	 */
	int items() {
		return this.spans.size() + this.logs.size()
				+ this.metrics.stream().mapToInt((metric) -> metric.points().size()).sum();
	}

	/**
	 * The answer to a request that was accepted, in full or in part.
	 * @param signal the signal
	 * @param reply the reply
	 * @return the encoded message
	 */
	static byte[] response(Signal signal, Reply reply) {
		if (reply.rejected() == 0 && reply.message().isEmpty()) {
			return new byte[0];
		}
		MessageLite response = switch (signal) {
			case TRACES -> ExportTraceServiceResponse.newBuilder()
				.setPartialSuccess(ExportTracePartialSuccess.newBuilder()
					.setRejectedSpans(reply.rejected())
					.setErrorMessage(reply.message()))
				.build();
			case METRICS -> ExportMetricsServiceResponse.newBuilder()
				.setPartialSuccess(ExportMetricsPartialSuccess.newBuilder()
					.setRejectedDataPoints(reply.rejected())
					.setErrorMessage(reply.message()))
				.build();
			case LOGS -> ExportLogsServiceResponse.newBuilder()
				.setPartialSuccess(ExportLogsPartialSuccess.newBuilder()
					.setRejectedLogRecords(reply.rejected())
					.setErrorMessage(reply.message()))
				.build();
		};
		return response.toByteArray();
	}

}
