// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.zipkin;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.semconv.ServiceAttributes;

/**
 * Writes spans as Zipkin's API reads them, by the specification's rules for it.
 */
final class ZipkinSpans {

	private static final AttributeKey<String> SERVICE_NAMESPACE = AttributeKey.stringKey("service.namespace");

	private static final String ERROR = "error";

	private ZipkinSpans() {
	}

	/**
	 * Write spans.
	 * @param spans the spans
	 * @return a JSON array in UTF-8
	 */
	static byte[] write(Collection<SpanData> spans) {
		Json json = new Json(spans.size() * 1024).open('[');
		spans.forEach((span) -> write(json, span));
		return json.close(']').toString().getBytes(StandardCharsets.UTF_8);
	}

	private static void write(Json json, SpanData span) {
		long start = span.getStartEpochNanos() / 1000;
		json.open('{').member("traceId", span.getTraceId()).member("id", span.getSpanId());
		if (span.getParentSpanContext().isValid()) {
			json.member("parentId", span.getParentSpanId());
		}
		if (span.getKind() != SpanKind.INTERNAL) {
			json.member("kind", span.getKind().name());
		}
		json.member("name", span.getName())
			.member("timestamp", start)
			.member("duration", Math.max(1, span.getEndEpochNanos() / 1000 - start));
		json.name("localEndpoint").open('{').member("serviceName", serviceName(span.getResource())).close('}');
		RemoteEndpoint remote = RemoteEndpoint.of(span);
		if (remote != null) {
			remote.write(json.name("remoteEndpoint"));
		}
		if (!span.getEvents().isEmpty()) {
			json.name("annotations").open('[');
			span.getEvents().forEach((event) -> write(json, event));
			json.close(']');
		}
		json.name("tags").open('{');
		tags(json, span);
		json.close('}').close('}');
	}

	private static void write(Json json, EventData event) {
		String text = new Json(128).name(event.getName()).raw(object(event.getAttributes())).toString();
		json.open('{').member("timestamp", event.getEpochNanos() / 1000).member("value", text).close('}');
	}

	private static void tags(Json json, SpanData span) {
		// Zipkin takes each span with a tag of this name for a failed one
		span.getAttributes().forEach((key, value) -> {
			if (!key.getKey().equals(ERROR)) {
				json.member(key.getKey(), text(value));
			}
		});
		StatusCode status = span.getStatus().getStatusCode();
		if (status != StatusCode.UNSET) {
			json.member("otel.status_code", status.name());
		}
		if (status == StatusCode.ERROR) {
			json.member(ERROR, span.getStatus().getDescription());
		}
		json.member(SERVICE_NAMESPACE.getKey(), span.getResource().getAttribute(SERVICE_NAMESPACE));
		json.member("otel.scope.name", span.getInstrumentationScopeInfo().getName());
		json.member("otel.scope.version", span.getInstrumentationScopeInfo().getVersion());
		count(json, "attributes", span.getTotalAttributeCount() - span.getAttributes().size());
		count(json, "events", span.getTotalRecordedEvents() - span.getEvents().size());
		count(json, "links", span.getTotalRecordedLinks() - span.getLinks().size());
	}

	private static void count(Json json, String what, int dropped) {
		if (dropped > 0) {
			json.member("otel.dropped_" + what + "_count", Integer.toString(dropped));
		}
	}

	private static String serviceName(Resource resource) {
		String name = resource.getAttribute(ServiceAttributes.SERVICE_NAME);
		return (name != null) ? name : "unknown_service:java";
	}

	private static String text(Object value) {
		if (value instanceof List<?> list) {
			Json json = new Json(64).open('[');
			list.forEach((element) -> json(json, element));
			return json.close(']').toString();
		}
		return (value instanceof Value<?> complex) ? complex.asString() : value.toString();
	}

	private static Json object(Attributes attributes) {
		Json json = new Json(128).open('{');
		for (Map.Entry<AttributeKey<?>, Object> attribute : attributes.asMap().entrySet()) {
			json(json.name(attribute.getKey().getKey()), attribute.getValue());
		}
		return json.close('}');
	}

	private static void json(Json json, Object value) {
		if (value instanceof Boolean || value instanceof Long) {
			json.raw(value);
		}
		else if (value instanceof Double number && Double.isFinite(number)) {
			json.raw(number);
		}
		else if (value instanceof List<?>) {
			json.raw(text(value));
		}
		else {
			json.value(text(value));
		}
	}

}
