// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export;

import java.net.URI;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.semconv.ErrorAttributes;
import io.opentelemetry.semconv.HttpAttributes;
import io.opentelemetry.semconv.ServerAttributes;
import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.export.zipkin.ZipkinSpanExporter;

/**
 * An exporter as the metrics of the pipeline name it.
 *
 * @param status its account
 * @param processor the attributes of the processor before it
 * @param exporter its own attributes
 */
record ExporterComponent(ExporterStatus status, Attributes processor, Attributes exporter) {

	private static final AttributeKey<String> TYPE = AttributeKey.stringKey("otel.component.type");

	private static final AttributeKey<String> NAME = AttributeKey.stringKey("otel.component.name");

	private static final AttributeKey<String> RPC_STATUS = AttributeKey.stringKey("rpc.status_code");

	static ExporterComponent of(ExporterStatus status) {
		String item = switch (status.signal()) {
			case TRACES -> "span";
			case METRICS -> "metric";
			case LOGS -> "log";
		};
		String processor = "batching_" + item + "_processor";
		String type = type(status, item);
		AttributesBuilder exporter = Attributes.builder().put(TYPE, type).put(NAME, type + "/" + status.name());
		if (status.endpoint() != null) {
			URI endpoint = URI.create(status.endpoint());
			exporter.put(ServerAttributes.SERVER_ADDRESS, endpoint.getHost());
			if (endpoint.getPort() >= 0) {
				exporter.put(ServerAttributes.SERVER_PORT, (long) endpoint.getPort());
			}
		}
		return new ExporterComponent(status, Attributes.of(TYPE, processor, NAME, processor + "/" + status.name()),
				exporter.build());
	}

	ItemAccount account() {
		return this.status.account();
	}

	private static String type(ExporterStatus status, String item) {
		if (status.isOtlp()) {
			return ("grpc".equals(status.protocol()) ? "otlp_grpc_" : "otlp_http_") + item + "_exporter";
		}
		return status.component();
	}

	/**
	 * Return what an exporter is, where its protocol does not say it.
	 * @param exporter the exporter
	 * @return the type that the semantic conventions have for it, or its class
	 */
	static String typeOf(Object exporter) {
		String type = exporter.getClass().getName();
		return (exporter instanceof ZipkinSpanExporter || type.startsWith("io.opentelemetry.exporter.zipkin."))
				? "zipkin_http_span_exporter" : type;
	}

	/**
	 * Return the attributes of an operation.
	 * @param error why it failed, or {@code null} if it did not
	 * @param answer the destination's status, if it is known
	 * @return the attributes
	 */
	Attributes operation(@Nullable String error, @Nullable String answer) {
		if (error == null && answer == null) {
			return this.exporter;
		}
		AttributesBuilder attributes = this.exporter.toBuilder();
		if (error != null) {
			attributes.put(ErrorAttributes.ERROR_TYPE, error);
		}
		if (answer != null && Character.isDigit(answer.charAt(0))) {
			attributes.put(HttpAttributes.HTTP_RESPONSE_STATUS_CODE, Long.parseLong(answer));
		}
		else if (answer != null) {
			attributes.put(RPC_STATUS, answer);
		}
		return attributes.build();
	}

}
