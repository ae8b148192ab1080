// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.redaction;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.resources.Resource;
import org.jspecify.annotations.Nullable;

/**
 * A log record with masked attributes and a masked body.
 *
 * @param record the record as it was logged
 * @param attributes its attributes
 * @param body its body
 */
record MaskedLogRecord(LogRecordData record, Attributes attributes, @Nullable Value<?> body) implements LogRecordData {

	@Override
	public Resource getResource() {
		return this.record.getResource();
	}

	@Override
	public InstrumentationScopeInfo getInstrumentationScopeInfo() {
		return this.record.getInstrumentationScopeInfo();
	}

	@Override
	public long getTimestampEpochNanos() {
		return this.record.getTimestampEpochNanos();
	}

	@Override
	public long getObservedTimestampEpochNanos() {
		return this.record.getObservedTimestampEpochNanos();
	}

	@Override
	public SpanContext getSpanContext() {
		return this.record.getSpanContext();
	}

	@Override
	public Severity getSeverity() {
		return this.record.getSeverity();
	}

	@Override
	public @Nullable String getSeverityText() {
		return this.record.getSeverityText();
	}

	@Override
	@Deprecated
	public io.opentelemetry.sdk.logs.data.Body getBody() {
		return (this.body != null) ? io.opentelemetry.sdk.logs.data.Body.string(this.body.asString())
				: io.opentelemetry.sdk.logs.data.Body.empty();
	}

	@Override
	public @Nullable Value<?> getBodyValue() {
		return this.body;
	}

	@Override
	public Attributes getAttributes() {
		return this.attributes;
	}

	@Override
	public int getTotalAttributeCount() {
		return this.record.getTotalAttributeCount();
	}

	@Override
	public @Nullable String getEventName() {
		return this.record.getEventName();
	}

	// The record itself is the one that must not be seen.
	@Override
	public String toString() {
		return "MaskedLogRecord{" + this.attributes + ", " + this.body + "}";
	}

}
