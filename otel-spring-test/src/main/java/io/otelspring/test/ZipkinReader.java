// SPDX-License-Identifier: Apache-2.0
package io.otelspring.test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.json.JsonParserFactory;

import io.otelspring.test.ReceivedSpan.Dropped;
import io.otelspring.test.ReceivedSpan.Event;
import io.otelspring.test.ReceivedSpan.Kind;
import io.otelspring.test.ReceivedSpan.StatusCode;

/**
 * Reads spans as version 2 of Zipkin's API has them: tags are attributes, annotations are
 * events.
 */
final class ZipkinReader {

	private ZipkinReader() {
	}

	/**
	 * Read a list of spans.
	 * @param body the list as JSON
	 * @return the spans
	 * @throws IllegalArgumentException if it is something else
	 */
	static List<ReceivedSpan> read(byte[] body) {
		List<ReceivedSpan> spans = new ArrayList<>();
		for (Object span : JsonParserFactory.getJsonParser().parseList(new String(body, StandardCharsets.UTF_8))) {
			spans.add(span(map(span)));
		}
		return spans;
	}

	private static ReceivedSpan span(Map<?, ?> span) {
		Map<String, Object> tags = new LinkedHashMap<>();
		map(span.get("tags")).forEach((key, value) -> tags.put(String.valueOf(key), value));
		long start = nanos(span.get("timestamp"));
		StatusCode status = tags.containsKey("error") ? StatusCode.ERROR
				: "OK".equals(tags.get("otel.status_code")) ? StatusCode.OK : StatusCode.UNSET;
		return new ReceivedSpan(text(span.get("name")), kind(text(span.get("kind"))), text(span.get("traceId")),
				text(span.get("id")), text(span.get("parentId")), "", 1, start, start + nanos(span.get("duration")),
				tags, events(span.get("annotations")), List.of(), new Dropped(0, 0, 0), status, text(tags.get("error")),
				new ReceivedScope(text(tags.get("otel.scope.name")), text(tags.get("otel.scope.version")), Map.of(),
						""),
				Map.of("service.name", text(map(span.get("localEndpoint")).get("serviceName"))));
	}

	private static List<Event> events(@Nullable Object annotations) {
		List<Event> events = new ArrayList<>();
		if (annotations instanceof List<?> list) {
			list.forEach((annotation) -> events
				.add(new Event(text(map(annotation).get("value")), nanos(map(annotation).get("timestamp")), Map.of())));
		}
		return events;
	}

	private static Kind kind(String kind) {
		return kind.isEmpty() ? Kind.INTERNAL : Kind.valueOf(kind);
	}

	private static long nanos(@Nullable Object micros) {
		return (micros instanceof Number number) ? number.longValue() * 1000 : 0;
	}

	private static String text(@Nullable Object value) {
		return (value != null) ? value.toString() : "";
	}

	private static Map<?, ?> map(@Nullable Object value) {
		return (value instanceof Map<?, ?> map) ? map : Map.of();
	}

}
