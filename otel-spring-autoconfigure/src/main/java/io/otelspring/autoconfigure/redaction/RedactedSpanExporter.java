// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.redaction;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.semconv.ErrorAttributes;
import org.jspecify.annotations.Nullable;

/**
 * Hands masked spans to an exporter. A span in which nothing is masked is handed on as it
 * is.
 */
final class RedactedSpanExporter implements SpanExporter {

	private static final String EXCEPTION = "exception";

	private final SpanExporter exporter;

	private final Redaction redaction;

	private final int longestDescription;

	RedactedSpanExporter(SpanExporter exporter, Redaction redaction, int longestDescription) {
		this.exporter = exporter;
		this.redaction = redaction;
		this.longestDescription = longestDescription;
	}

	@Override
	public CompletableResultCode export(Collection<SpanData> spans) {
		List<SpanData> masked = new ArrayList<>(spans.size());
		for (SpanData span : spans) {
			masked.add(mask(span));
		}
		return this.exporter.export(masked);
	}

	private SpanData mask(SpanData span) {
		Attributes attributes = this.redaction.attributes(span.getAttributes(), span.getInstrumentationScopeInfo());
		List<EventData> events = span.getEvents();
		StatusData status = span.getStatus();
		if (!events.isEmpty() || !status.getDescription().isEmpty()) {
			ExceptionTexts texts = this.redaction.exception();
			events = events(span, texts);
			status = status(status, span.getAttributes().get(ErrorAttributes.ERROR_TYPE), texts);
		}
		List<LinkData> links = span.getLinks().isEmpty() ? span.getLinks() : links(span);
		boolean changed = attributes != span.getAttributes() || events != span.getEvents() || status != span.getStatus()
				|| links != span.getLinks();
		return changed ? new MaskedSpan(span, attributes, events, links, status) : span;
	}

	private List<EventData> events(SpanData span, ExceptionTexts texts) {
		List<EventData> events = span.getEvents();
		List<EventData> masked = null;
		for (int i = 0; i < events.size(); i++) {
			EventData event = events.get(i);
			Attributes attributes = this.redaction.attributes(event.getAttributes(),
					span.getInstrumentationScopeInfo());
			if (event.getName().equals(EXCEPTION)) {
				attributes = this.redaction.exception(attributes, texts);
			}
			if (attributes != event.getAttributes()) {
				masked = (masked != null) ? masked : new ArrayList<>(events);
				masked.set(i, EventData.create(event.getEpochNanos(), event.getName(), attributes,
						event.getTotalAttributeCount()));
			}
		}
		return (masked != null) ? masked : events;
	}

	private List<LinkData> links(SpanData span) {
		List<LinkData> links = span.getLinks();
		List<LinkData> masked = null;
		for (int i = 0; i < links.size(); i++) {
			LinkData link = links.get(i);
			Attributes attributes = this.redaction.attributes(link.getAttributes(), span.getInstrumentationScopeInfo());
			if (attributes != link.getAttributes()) {
				masked = (masked != null) ? masked : new ArrayList<>(links);
				masked.set(i, LinkData.create(link.getSpanContext(), attributes, link.getTotalAttributeCount()));
			}
		}
		return (masked != null) ? masked : links;
	}

	// The description is the message of the exception, though that may have been recorded
	// on another span.
	private StatusData status(StatusData status, @Nullable String errorType, ExceptionTexts texts) {
		String description = status.getDescription();
		if (description.isEmpty()) {
			return status;
		}
		String masked = texts.repeated(this.redaction.text(description));
		if (status.getStatusCode() == StatusCode.ERROR && errorType != null && errorType.indexOf('.') > 0) {
			masked = texts.message(errorType, masked);
		}
		masked = Redaction.cut((masked != null) ? masked : "", this.longestDescription);
		return description.equals(masked) ? status : StatusData.create(status.getStatusCode(), masked);
	}

	@Override
	public CompletableResultCode flush() {
		return this.exporter.flush();
	}

	@Override
	public CompletableResultCode shutdown() {
		return this.exporter.shutdown();
	}

	@Override
	public String toString() {
		return this.exporter.toString();
	}

	private static final class MaskedSpan extends DelegatingSpanData {

		private final Attributes attributes;

		private final List<EventData> events;

		private final List<LinkData> links;

		private final StatusData status;

		private MaskedSpan(SpanData span, Attributes attributes, List<EventData> events, List<LinkData> links,
				StatusData status) {
			super(span);
			this.attributes = attributes;
			this.events = events;
			this.links = links;
			this.status = status;
		}

		@Override
		public Attributes getAttributes() {
			return this.attributes;
		}

		@Override
		public List<EventData> getEvents() {
			return this.events;
		}

		@Override
		public List<LinkData> getLinks() {
			return this.links;
		}

		@Override
		public StatusData getStatus() {
			return this.status;
		}

	}

}
