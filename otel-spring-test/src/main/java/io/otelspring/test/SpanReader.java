// SPDX-License-Identifier: Apache-2.0
package io.otelspring.test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;

import io.otelspring.test.ReceivedSpan.Dropped;
import io.otelspring.test.ReceivedSpan.Event;
import io.otelspring.test.ReceivedSpan.Kind;
import io.otelspring.test.ReceivedSpan.Link;
import io.otelspring.test.ReceivedSpan.StatusCode;

/**
 * Reads spans.
 */
final class SpanReader {

	private SpanReader() {
	}

	static List<ReceivedSpan> read(ExportTraceServiceRequest request) {
		List<ReceivedSpan> result = new ArrayList<>();
		for (ResourceSpans ofResource : request.getResourceSpansList()) {
			Map<String, Object> resource = AttributeReader.attributes(ofResource.getResource().getAttributesList());
			for (ScopeSpans ofScope : ofResource.getScopeSpansList()) {
				ReceivedScope scope = AttributeReader.scope(ofScope.getScope(), ofScope.getSchemaUrl());
				ofScope.getSpansList().forEach((span) -> result.add(span(span, scope, resource)));
			}
		}
		return result;
	}

	private static ReceivedSpan span(Span span, ReceivedScope scope, Map<String, Object> resource) {
		return new ReceivedSpan(span.getName(), kind(span.getKind()), AttributeReader.hex(span.getTraceId()),
				AttributeReader.hex(span.getSpanId()), AttributeReader.hex(span.getParentSpanId()),
				span.getTraceState(), span.getFlags(), span.getStartTimeUnixNano(), span.getEndTimeUnixNano(),
				AttributeReader.attributes(span.getAttributesList()),
				span.getEventsList().stream().map(SpanReader::event).toList(),
				span.getLinksList().stream().map(SpanReader::link).toList(),
				new Dropped(span.getDroppedAttributesCount(), span.getDroppedEventsCount(),
						span.getDroppedLinksCount()),
				status(span.getStatus()), span.getStatus().getMessage(), scope, resource);
	}

	private static Event event(Span.Event event) {
		return new Event(event.getName(), event.getTimeUnixNano(),
				AttributeReader.attributes(event.getAttributesList()));
	}

	private static Link link(Span.Link link) {
		return new Link(AttributeReader.hex(link.getTraceId()), AttributeReader.hex(link.getSpanId()),
				link.getTraceState(), link.getFlags(), AttributeReader.attributes(link.getAttributesList()));
	}

	private static Kind kind(Span.SpanKind kind) {
		return switch (kind) {
			case SPAN_KIND_INTERNAL -> Kind.INTERNAL;
			case SPAN_KIND_SERVER -> Kind.SERVER;
			case SPAN_KIND_CLIENT -> Kind.CLIENT;
			case SPAN_KIND_PRODUCER -> Kind.PRODUCER;
			case SPAN_KIND_CONSUMER -> Kind.CONSUMER;
			default -> Kind.UNSPECIFIED;
		};
	}

	private static StatusCode status(Status status) {
		return switch (status.getCode()) {
			case STATUS_CODE_OK -> StatusCode.OK;
			case STATUS_CODE_ERROR -> StatusCode.ERROR;
			default -> StatusCode.UNSET;
		};
	}

}
