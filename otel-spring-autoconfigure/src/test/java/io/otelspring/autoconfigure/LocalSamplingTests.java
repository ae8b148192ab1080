// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LocalSampling}.
 */
class LocalSamplingTests {

	private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";

	private static final String SPAN_ID = "b7ad6b7169203331";

	private final Context remote = Context.root()
		.with(Span.wrap(SpanContext.createFromRemoteParent(TRACE_ID, SPAN_ID, TraceFlags.getSampled(),
				TraceState.getDefault())));

	@Test
	void isNotRequiredByDefault() {
		assertThat(LocalSampling.isRequired(this.remote)).isFalse();
	}

	@Test
	void isRequiredBelowTheRemoteParentOnly() {
		Context marked = LocalSampling.require(this.remote);
		assertThat(LocalSampling.isRequired(marked)).isTrue();
		Span local = Span.wrap(SpanContext.create(TRACE_ID, SPAN_ID, TraceFlags.getSampled(), TraceState.getDefault()));
		assertThat(LocalSampling.isRequired(marked.with(local))).isFalse();
	}

}
