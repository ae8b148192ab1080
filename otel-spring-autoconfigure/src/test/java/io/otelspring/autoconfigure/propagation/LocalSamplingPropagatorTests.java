// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.propagation;

import java.util.Map;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.otelspring.autoconfigure.LocalSampling;

import static org.assertj.core.api.Assertions.assertThat;

class LocalSamplingPropagatorTests {

	private static final TextMapGetter<Map<String, String>> GETTER = new TextMapGetter<>() {

		@Override
		public Iterable<String> keys(Map<String, String> carrier) {
			return carrier.keySet();
		}

		@Override
		public @Nullable String get(@Nullable Map<String, String> carrier, String key) {
			return (carrier != null) ? carrier.get(key) : null;
		}

	};

	private final LocalSamplingPropagator propagator = new LocalSamplingPropagator(
			TraceContextPropagator.getInstance());

	@Test
	void callersFlagIsMarked() {
		Context extracted = this.propagator.extract(Context.root(),
				Map.of("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00"), GETTER);
		assertThat(LocalSampling.isRequired(extracted)).isTrue();
		assertThat(LocalSampling.require(extracted)).isSameAs(extracted);
	}

	@Test
	void nothingIsMarkedWhereNothingIsRead() {
		assertThat(this.propagator.extract(Context.root(), Map.of("traceparent", "wrong"), GETTER))
			.isSameAs(Context.root());
		assertThat(this.propagator.fields()).containsExactly("traceparent", "tracestate");
	}

}
