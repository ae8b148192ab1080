// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.diagnosis;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.semconv.ErrorAttributes;

import io.otelspring.autoconfigure.Finding;
import io.otelspring.autoconfigure.Finding.Severity;
import io.otelspring.autoconfigure.FindingSource;
import io.otelspring.autoconfigure.export.ExportListener;

/**
 * Finds spans that are an error and do not say which: no exception is recorded, and there
 * is no {@code error.type}, as our own spans have it by the conventions.
 */
class UnexplainedErrors implements ExportListener, FindingSource {

	private static final int MAX_NAMES = 20;

	private final Map<String, AtomicLong> counts = new ConcurrentHashMap<>();

	@Override
	public boolean isLogged() {
		return true;
	}

	@Override
	public void spans(Collection<SpanData> spans) {
		for (SpanData span : spans) {
			if (span.getStatus().getStatusCode() == StatusCode.ERROR
					&& span.getAttributes().get(ErrorAttributes.ERROR_TYPE) == null && !hasException(span)) {
				count(span.getName());
			}
		}
	}

	private static boolean hasException(SpanData span) {
		for (EventData event : span.getEvents()) {
			if (event.getName().equals("exception")) {
				return true;
			}
		}
		return false;
	}

	private void count(String name) {
		AtomicLong count = this.counts.get(name);
		if (count == null && this.counts.size() < MAX_NAMES) {
			count = this.counts.computeIfAbsent(name, (key) -> new AtomicLong());
			if (count.incrementAndGet() == 1) {
				FindingReporter.log(finding(name, 1));
			}
		}
		else if (count != null) {
			count.incrementAndGet();
		}
	}

	@Override
	public List<Finding> findings() {
		List<Finding> findings = new ArrayList<>();
		this.counts.forEach((name, count) -> findings.add(finding(name, count.get())));
		return findings;
	}

	private static Finding finding(String name, long count) {
		return new Finding(Severity.WARNING,
				((count == 1) ? "A span '" : count + " spans '") + name + "' had status ERROR and no exception",
				"Nobody can tell what went wrong, nor group the errors by their type",
				"Call span.recordException(exception) beside setStatus, or set the attribute error.type where there is "
						+ "no exception; @Traced does so by itself");
	}

}
