// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.diagnosis;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.common.ValueType;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.semconv.ExceptionAttributes;
import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.Finding;
import io.otelspring.autoconfigure.Finding.Severity;
import io.otelspring.autoconfigure.FindingSource;
import io.otelspring.autoconfigure.config.LengthLimits;
import io.otelspring.autoconfigure.config.TelemetryProperties;
import io.otelspring.autoconfigure.export.ExportListener;

/**
 * Counts what the limits of spans and log records took away, on the threads that export.
 */
class ReachedLimits implements ExportListener, FindingSource {

	private static final int MAX_NAME = 100;

	private final LengthLimits limits;

	private long attributes;

	private long events;

	private long links;

	private long values;

	private long bodies;

	private long stackTraces;

	private @Nullable String first;

	ReachedLimits(TelemetryProperties properties) {
		this.limits = LengthLimits.of(properties);
	}

	@Override
	public boolean isLogged() {
		return true;
	}

	@Override
	public synchronized void spans(Collection<SpanData> spans) {
		for (SpanData span : spans) {
			long before = total();
			count(span);
			reached(before, "the span", span.getName());
		}
	}

	private void count(SpanData span) {
		this.attributes += span.getTotalAttributeCount() - span.getAttributes().size();
		this.events += span.getTotalRecordedEvents() - span.getEvents().size();
		this.links += span.getTotalRecordedLinks() - span.getLinks().size();
		count(span.getAttributes(), this.limits.spanValue());
		for (EventData event : span.getEvents()) {
			this.attributes += event.getDroppedAttributesCount();
			count(event.getAttributes(), this.limits.spanValue());
		}
		for (LinkData link : span.getLinks()) {
			this.attributes += link.getTotalAttributeCount() - link.getAttributes().size();
			count(link.getAttributes(), this.limits.spanValue());
		}
		if (span.getStatus().getDescription().length() > this.limits.spanValue()) {
			this.values++;
		}
	}

	@Override
	public synchronized void logs(Collection<LogRecordData> records) {
		for (LogRecordData record : records) {
			long before = total();
			this.attributes += record.getTotalAttributeCount() - record.getAttributes().size();
			count(record.getAttributes(), this.limits.logValue());
			Value<?> body = record.getBodyValue();
			if (body != null && body.getType() == ValueType.STRING
					&& ((String) body.getValue()).length() > this.limits.logBody()) {
				this.bodies++;
			}
			reached(before, "a log record of", record.getInstrumentationScopeInfo().getName());
		}
	}

	// The SDK does not say what it cut; a value of just that length was, in all
	// likelihood.
	private void count(Attributes attributes, int longest) {
		attributes.forEach((key, value) -> {
			if (value instanceof String text && text.length() == longest) {
				if (key.equals(ExceptionAttributes.EXCEPTION_STACKTRACE)) {
					this.stackTraces++;
				}
				else {
					this.values++;
				}
			}
		});
	}

	private void reached(long before, String kind, String name) {
		if (this.first == null && total() > before) {
			this.first = kind + " '" + ((name.length() > MAX_NAME) ? name.substring(0, MAX_NAME) : name) + "'";
			FindingReporter.log(finding(this.first));
		}
	}

	private long total() {
		return this.attributes + this.events + this.links + this.values + this.bodies;
	}

	@Override
	public synchronized List<Finding> findings() {
		List<Finding> findings = new ArrayList<>();
		if (this.first != null) {
			findings.add(finding(this.first));
		}
		if (this.stackTraces > 0) {
			findings.add(cutStackTraces());
		}
		return findings;
	}

	// Long ones are usual where frameworks call each other: no mistake, so not logged
	private Finding cutStackTraces() {
		return new Finding(Severity.INFO, "Stack traces were cut at the end: " + this.stackTraces,
				"They are longer than a value may be; an exception's type, its message and where it was thrown come first",
				"Raise otel.attribute.value.length.limit where causes at the end of a stack trace are missed");
	}

	private Finding finding(String first) {
		String counts = Stream
			.of(dropped(this.attributes, "attributes left out"), dropped(this.events, "events left out"),
					dropped(this.links, "links left out"), dropped(this.values, "values cut"),
					dropped(this.bodies, "bodies of log records cut"))
			.filter((text) -> !text.isEmpty())
			.collect(Collectors.joining(", "));
		return new Finding(Severity.WARNING,
				"Limits of spans and log records were reached: " + counts + " (first in " + first + ")",
				"What is beyond them does not leave, so that one mistake cannot fill memory, network and backend",
				"Record less there; or raise the limit, such as otel.attribute.value.length.limit or "
						+ "otel.span.event.count.limit");
	}

	private static String dropped(long count, String what) {
		return (count > 0) ? count + " " + what : "";
	}

}
