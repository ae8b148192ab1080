// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.method;

import java.util.concurrent.CompletableFuture;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import io.opentelemetry.instrumentation.annotations.AddingSpanAttributes;
import io.opentelemetry.instrumentation.annotations.SpanAttribute;
import io.opentelemetry.instrumentation.annotations.WithSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.semconv.ErrorAttributes;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import io.otelspring.annotation.Traced;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Tests for the annotations of OpenTelemetry itself.
 */
class OpenTelemetryAnnotationsTests {

	private final RecordedTelemetry telemetry = new RecordedTelemetry();

	private final Bean bean = this.telemetry.advise(new Bean());

	@Test
	void withSpanRecordsASpan() {
		this.bean.plain("a", null, 3);
		SpanData span = this.telemetry.span();
		assertThat(span.getName()).isEqualTo("Bean.plain");
		assertThat(span.getKind()).isEqualTo(SpanKind.INTERNAL);
		assertThat(RecordedTelemetry.attributes(span))
			.isEqualTo(Attributes.builder().put("order", "a").put("count", 3).build());
	}

	@Test
	void valueKindAndErrorsAreTaken() {
		assertThatThrownBy(() -> this.bean.failing()).isInstanceOf(IllegalStateException.class);
		SpanData span = this.telemetry.span("custom");
		assertThat(span.getKind()).isEqualTo(SpanKind.CONSUMER);
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(span.getAttributes().get(ErrorAttributes.ERROR_TYPE)).isEqualTo("java.lang.IllegalStateException");
		assertThat(span.getEvents()).hasSize(1);
	}

	@Test
	void withoutInheritContextItIsAnIndependentTrace() {
		Span caller = this.telemetry.startCaller();
		try (Scope scope = caller.makeCurrent()) {
			this.bean.independent();
		}
		SpanData span = this.telemetry.span();
		assertThat(span.getParentSpanContext().isValid()).isFalse();
		assertThat(span.getTraceId()).isNotEqualTo(caller.getSpanContext().getTraceId());
		assertThat(span.getLinks()).isEmpty();
	}

	@Test
	void stagesAndReactiveTypesAreFollowed() {
		CompletableFuture<String> result = new CompletableFuture<>();
		this.bean.stage(result);
		assertThat(this.telemetry.spans()).isEmpty();
		result.complete("x");
		assertThat(this.telemetry.spans()).hasSize(1);
		Mono<String> mono = this.bean.mono();
		mono.block();
		mono.block();
		assertThat(this.telemetry.spans()).hasSize(3);
	}

	@Test
	void addingSpanAttributesAddsToTheCurrentSpanAndStartsNone() {
		Span caller = this.telemetry.startCaller();
		try (Scope scope = caller.makeCurrent()) {
			this.bean.adding("a", 2L);
			assertThatThrownBy(() -> this.bean.addingAndFailing("b")).isInstanceOf(IllegalStateException.class);
		}
		assertThat(this.telemetry.spans()).isEmpty();
		assertThat(((ReadableSpan) caller).hasEnded()).isFalse();
		caller.end();
		SpanData span = this.telemetry.span();
		assertThat(RecordedTelemetry.attributes(span))
			.isEqualTo(Attributes.builder().put("order", "b").put("count", 2).put("returned", "adding").build());
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
	}

	@Test
	void addingSpanAttributesWithoutACurrentSpanDoesNothing() {
		assertThat(this.bean.adding("a", 2L)).isEqualTo("adding");
		assertThat(this.telemetry.spans()).isEmpty();
	}

	@Test
	void bothFamiliesOnOneMethodMakeOneSpan() {
		this.bean.both("a", "b");
		SpanData span = this.telemetry.span();
		assertThat(span.getName()).isEqualTo("ours");
		assertThat(RecordedTelemetry.attributes(span))
			.isEqualTo(Attributes.of(AttributeKey.stringKey("theirs"), "a", AttributeKey.stringKey("our"), "b"));
	}

	@Test
	void familiesMayBeMixed() {
		this.bean.mixed("a");
		assertThat(RecordedTelemetry.attributes(this.telemetry.span()))
			.isEqualTo(Attributes.of(AttributeKey.stringKey("our"), "a"));
	}

	@Test
	void constructorsAreReported() {
		this.telemetry.advise(new WithConstructor());
		assertThat(this.telemetry.ineffective()).singleElement().satisfies((ineffective) -> {
			assertThat(ineffective.annotation()).isEqualTo("@WithSpan");
			assertThat(ineffective.reason()).contains("constructor");
		});
	}

	static class Bean {

		@WithSpan
		void plain(@SpanAttribute String order, @SpanAttribute("missing") String missing, @SpanAttribute int count) {
		}

		@WithSpan(value = "custom", kind = SpanKind.CONSUMER)
		void failing() {
			throw new IllegalStateException("x");
		}

		@WithSpan(inheritContext = false)
		void independent() {
		}

		@WithSpan
		CompletableFuture<String> stage(CompletableFuture<String> result) {
			return result;
		}

		@WithSpan
		Mono<String> mono() {
			return Mono.just("x");
		}

		@AddingSpanAttributes
		@io.otelspring.annotation.SpanAttribute("returned")
		String adding(@SpanAttribute String order, @SpanAttribute("count") long count) {
			return "adding";
		}

		@AddingSpanAttributes
		void addingAndFailing(@SpanAttribute("order") String order) {
			throw new IllegalStateException("x");
		}

		@Traced("ours")
		@WithSpan("theirs")
		void both(@SpanAttribute("theirs") String theirs, @io.otelspring.annotation.SpanAttribute("our") String our) {
		}

		@WithSpan
		void mixed(@io.otelspring.annotation.SpanAttribute("our") String our) {
		}

	}

	static class WithConstructor {

		@WithSpan
		WithConstructor() {
		}

		@WithSpan
		void call() {
		}

	}

}
