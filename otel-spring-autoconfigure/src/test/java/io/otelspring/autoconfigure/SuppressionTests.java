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
 * Tests for {@link Suppression}.
 */
class SuppressionTests {

	@Test
	void contextIsNotSuppressedByDefault() {
		assertThat(Suppression.isSuppressed(Context.root())).isFalse();
	}

	@Test
	void keepsTheIdsAndTraceStateOfTheCurrentSpanAndClearsTheSampledFlag() {
		TraceState state = TraceState.builder().put("vendor", "value").build();
		SpanContext remote = SpanContext.createFromRemoteParent("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331",
				TraceFlags.getSampled(), state);
		Context suppressed = Suppression.suppress(Context.root().with(Span.wrap(remote)));
		SpanContext current = Span.fromContext(suppressed).getSpanContext();
		assertThat(Suppression.isSuppressed(suppressed)).isTrue();
		assertThat(current.getTraceId()).isEqualTo(remote.getTraceId());
		assertThat(current.getSpanId()).isEqualTo(remote.getSpanId());
		assertThat(current.getTraceState()).isEqualTo(state);
		assertThat(current.isSampled()).isFalse();
	}

	@Test
	void keepsTheFlagOfARandomTraceId() {
		SpanContext remote = SpanContext.createFromRemoteParent("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331",
				TraceFlags.fromByte((byte) 3), TraceState.getDefault());
		Context suppressed = Suppression.suppress(Context.root().with(Span.wrap(remote)));
		assertThat(Span.fromContext(suppressed).getSpanContext().getTraceFlags().asHex()).isEqualTo("02");
	}

	@Test
	void makesUpIdsWhereNoSpanIsCurrent() {
		SpanContext first = Span.fromContext(Suppression.suppress(Context.root())).getSpanContext();
		SpanContext second = Span.fromContext(Suppression.suppress(Context.root())).getSpanContext();
		assertThat(first.isValid()).isTrue();
		assertThat(first.isSampled()).isFalse();
		assertThat(second.getTraceId()).isNotEqualTo(first.getTraceId());
	}

	@Test
	void suppressingTwiceChangesNothing() {
		Context once = Suppression.suppress(Context.root());
		assertThat(Suppression.suppress(once)).isSameAs(once);
	}

}
