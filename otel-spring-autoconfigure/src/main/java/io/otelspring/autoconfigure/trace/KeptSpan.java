// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.trace;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.sdk.common.InstrumentationLibraryInfo;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;

/**
 * A span that is exported though it was not sampled: to processors and exporters, which
 * look at the flag, it is.
 */
final class KeptSpan implements ReadableSpan {

	private static final byte SAMPLED = TraceFlags.getSampled().asByte();

	private final ReadableSpan span;

	private final SpanContext context;

	KeptSpan(ReadableSpan span) {
		this.span = span;
		SpanContext recorded = span.getSpanContext();
		this.context = SpanContext.create(recorded.getTraceId(), recorded.getSpanId(),
				TraceFlags.fromByte((byte) (recorded.getTraceFlags().asByte() | SAMPLED)), recorded.getTraceState());
	}

	@Override
	public SpanContext getSpanContext() {
		return this.context;
	}

	@Override
	public SpanContext getParentSpanContext() {
		return this.span.getParentSpanContext();
	}

	@Override
	public String getName() {
		return this.span.getName();
	}

	@Override
	public SpanData toSpanData() {
		return new KeptSpanData(this.span.toSpanData(), this.context);
	}

	@Override
	@Deprecated
	public InstrumentationLibraryInfo getInstrumentationLibraryInfo() {
		return this.span.getInstrumentationLibraryInfo();
	}

	@Override
	public InstrumentationScopeInfo getInstrumentationScopeInfo() {
		return this.span.getInstrumentationScopeInfo();
	}

	@Override
	public boolean hasEnded() {
		return this.span.hasEnded();
	}

	@Override
	public long getLatencyNanos() {
		return this.span.getLatencyNanos();
	}

	@Override
	public SpanKind getKind() {
		return this.span.getKind();
	}

	@Override
	public <T> @Nullable T getAttribute(AttributeKey<T> key) {
		return this.span.getAttribute(key);
	}

	@Override
	public Attributes getAttributes() {
		return this.span.getAttributes();
	}

	/**
	 * The same for what is exported.
	 */
	private static final class KeptSpanData extends DelegatingSpanData {

		private final SpanContext context;

		KeptSpanData(SpanData span, SpanContext context) {
			super(span);
			this.context = context;
		}

		@Override
		public SpanContext getSpanContext() {
			return this.context;
		}

	}

}
