// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.method;

import java.io.IOException;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import io.opentelemetry.semconv.ErrorAttributes;
import org.junit.jupiter.api.Test;

import io.otelspring.annotation.Attribute;
import io.otelspring.annotation.SpanAttribute;
import io.otelspring.annotation.Traced;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for {@link Traced} on methods that return plain values.
 */
class TracedMethodTests {

	private final RecordedTelemetry telemetry = new RecordedTelemetry();

	@Test
	void spanIsNamedByClassAndMethodAndIsInternal() {
		assertThat(this.telemetry.advise(new OrderService()).place("a")).isEqualTo("placed a");
		SpanData span = this.telemetry.span();
		assertThat(span.getName()).isEqualTo("OrderService.place");
		assertThat(span.getKind()).isEqualTo(SpanKind.INTERNAL);
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
		assertThat(RecordedTelemetry.attributes(span)).isEqualTo(Attributes.empty());
		assertThat(span.getInstrumentationScopeInfo().getName()).isEqualTo("io.otelspring.annotations");
		assertThat(span.hasEnded()).isTrue();
	}

	@Test
	void nameKindAndAttributesAreTakenFromTheAnnotation() {
		OrderService service = this.telemetry.advise(new OrderService());
		service.charge();
		service.query();
		assertThat(this.telemetry.span("charge-card").getKind()).isEqualTo(SpanKind.INTERNAL);
		SpanData query = this.telemetry.span("query");
		assertThat(query.getKind()).isEqualTo(SpanKind.CLIENT);
		assertThat(RecordedTelemetry.attributes(query))
			.isEqualTo(Attributes.of(AttributeKey.stringKey("db.system.name"), "postgresql"));
	}

	@Test
	void spanIsCurrentDuringTheCallOnlyAndChildOfTheCaller() {
		OrderService service = this.telemetry.advise(new OrderService());
		Span caller = this.telemetry.startCaller();
		try (Scope scope = caller.makeCurrent()) {
			service.nested();
			assertThat(Span.current()).isSameAs(caller);
		}
		SpanData span = this.telemetry.span();
		assertThat(span.getParentSpanId()).isEqualTo(caller.getSpanContext().getSpanId());
		assertThat(service.current().getSpanContext().getSpanId()).isEqualTo(span.getSpanId());
	}

	@Test
	void methodsWithoutAnnotationAreNotRecorded() {
		this.telemetry.advise(new OrderService()).untouched();
		assertThat(this.telemetry.spans()).isEmpty();
	}

	@Test
	void exceptionIsRethrownIdenticallyAndRecorded() {
		IllegalStateException failure = new IllegalStateException("no stock");
		OrderService service = this.telemetry.advise(new OrderService());
		assertThat(catchThrowable(() -> service.fail(failure))).isSameAs(failure);
		SpanData span = this.telemetry.span();
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(span.getAttributes().get(ErrorAttributes.ERROR_TYPE)).isEqualTo("java.lang.IllegalStateException");
		assertThat(span.getEvents()).singleElement().satisfies((event) -> {
			assertThat(event.getName()).isEqualTo("exception");
			assertThat(event.getAttributes().get(AttributeKey.stringKey("exception.message"))).isEqualTo("no stock");
		});
		assertThat(Span.current()).isSameAs(Span.getInvalid());
	}

	@Test
	void errorsAndCheckedExceptionsAreRethrownIdentically() {
		OrderService service = this.telemetry.advise(new OrderService());
		for (Throwable failure : List.of(new AssertionError("x"), new IOException("x"), new StackOverflowError())) {
			assertThat(catchThrowable(() -> service.fail(failure))).isSameAs(failure);
		}
		assertThat(this.telemetry.spans()).hasSize(3)
			.allSatisfy((span) -> assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR));
	}

	@Test
	void exceptionThroughSeveralMethodsIsRecordedAsAnEventOnce() {
		OrderService inner = this.telemetry.advise(new OrderService());
		Outer outer = this.telemetry.advise(new Outer(inner));
		IllegalStateException failure = new IllegalStateException("no stock");
		assertThat(catchThrowable(() -> outer.call(failure))).isSameAs(failure);
		SpanData innerSpan = this.telemetry.span("OrderService.fail");
		SpanData outerSpan = this.telemetry.span("Outer.call");
		assertThat(innerSpan.getParentSpanId()).isEqualTo(outerSpan.getSpanId());
		assertThat(List.of(innerSpan, outerSpan)).allSatisfy((span) -> {
			assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
			assertThat(span.getAttributes().get(ErrorAttributes.ERROR_TYPE))
				.isEqualTo("java.lang.IllegalStateException");
		});
		assertThat(innerSpan.getEvents()).hasSize(1);
		assertThat(outerSpan.getEvents()).isEmpty();
	}

	@Test
	void sameExceptionInAnotherTraceIsRecordedAgain() {
		OrderService service = this.telemetry.advise(new OrderService());
		IllegalStateException failure = new IllegalStateException("constant");
		catchThrowable(() -> service.fail(failure));
		catchThrowable(() -> service.fail(failure));
		assertThat(this.telemetry.spans()).hasSize(2).allSatisfy((span) -> assertThat(span.getEvents()).hasSize(1));
	}

	@Test
	void exceptionsThatOnlyCarryAnotherAreUnwrapped() {
		OrderService service = this.telemetry.advise(new OrderService());
		IOException cause = new IOException("disk");
		for (Throwable carrier : List.of(new CompletionException(cause), new ExecutionException(cause),
				new UndeclaredThrowableException(new CompletionException(cause)))) {
			assertThat(catchThrowable(() -> service.fail(carrier))).isSameAs(carrier);
		}
		catchThrowable(() -> service.fail(new CompletionException("no cause", null)));
		assertThat(this.telemetry.spans()).extracting((span) -> span.getAttributes().get(ErrorAttributes.ERROR_TYPE))
			.containsExactly("java.io.IOException", "java.io.IOException", "java.io.IOException",
					"java.util.concurrent.CompletionException");
	}

	@Test
	void newTraceIsARootLinkedToTheCallerAndKeepsBaggage() {
		OrderService service = this.telemetry.advise(new OrderService());
		Span caller = this.telemetry.startCaller();
		Context context = Context.current().with(caller).with(Baggage.builder().put("tenant", "acme").build());
		String baggage;
		try (Scope scope = context.makeCurrent()) {
			baggage = service.background();
		}
		SpanData span = this.telemetry.span();
		assertThat(span.getParentSpanContext().isValid()).isFalse();
		assertThat(span.getTraceId()).isNotEqualTo(caller.getSpanContext().getTraceId());
		assertThat(span.getLinks()).singleElement()
			.satisfies((link) -> assertThat(link.getSpanContext()).isEqualTo(caller.getSpanContext()));
		assertThat(baggage).isEqualTo("acme");
	}

	@Test
	void newTraceWithoutCallerHasNoLink() {
		this.telemetry.advise(new OrderService()).background();
		assertThat(this.telemetry.span().getLinks()).isEmpty();
	}

	@Test
	void fixedAndArgumentAttributesReachTheSampler() {
		RecordedTelemetry sampled = new RecordedTelemetry(new AttributeSampler("customer", "vip"));
		Orders bean = sampled.advise(new Orders());
		bean.place("vip");
		bean.place("other");
		assertThat(sampled.spans()).hasSize(1);
	}

	@Test
	void inAnUnsampledTraceNoAttributeIsRead() {
		RecordedTelemetry unsampled = new RecordedTelemetry(Sampler.parentBased(Sampler.alwaysOff()));
		Span caller = unsampled.startCaller();
		Counting argument = new Counting();
		try (Scope scope = caller.makeCurrent()) {
			unsampled.advise(new Orders()).read(argument);
		}
		assertThat(argument.reads).isZero();
		assertThat(unsampled.spans()).isEmpty();
	}

	@Test
	void samplerThatRecordsBelowAnUnsampledParentGetsTheAttributes() {
		RecordedTelemetry always = new RecordedTelemetry(Sampler.alwaysOn());
		Span caller = new RecordedTelemetry(Sampler.alwaysOff()).startCaller();
		try (Scope scope = caller.makeCurrent()) {
			always.advise(new Orders()).place("vip");
		}
		assertThat(RecordedTelemetry.attributes(always.span())).isEqualTo(
				Attributes.of(AttributeKey.stringKey("customer"), "vip", AttributeKey.stringKey("channel"), "web"));
	}

	@Test
	void telemetryThatThrowsDoesNotFailTheCall() {
		RecordedTelemetry broken = new RecordedTelemetry(new ThrowingSampler());
		assertThat(broken.advise(new OrderService()).place("a")).isEqualTo("placed a");
		IllegalStateException failure = new IllegalStateException();
		assertThat(catchThrowable(() -> broken.advise(new OrderService()).fail(failure))).isSameAs(failure);
	}

	@Test
	void checkedExceptionOfAFutureIsSeenAsItself() {
		OrderService service = this.telemetry.advise(new OrderService());
		assertThatThrownBy(() -> service.join(CompletableFuture.failedFuture(new IOException("x"))))
			.isInstanceOf(CompletionException.class);
		assertThatException().isThrownBy(() -> service.fail(new ExecutionException(new IOException("y"))))
			.isInstanceOf(ExecutionException.class);
		assertThat(this.telemetry.spans()).extracting((span) -> span.getAttributes().get(ErrorAttributes.ERROR_TYPE))
			.containsOnly("java.io.IOException");
	}

	static class OrderService {

		private Span current = Span.getInvalid();

		Span current() {
			return this.current;
		}

		@Traced
		String place(String id) {
			return "placed " + id;
		}

		@Traced("charge-card")
		void charge() {
		}

		@Traced(name = "query", kind = SpanKind.CLIENT,
				attributes = @Attribute(key = "db.system.name", value = "postgresql"))
		void query() {
		}

		@Traced
		void nested() {
			this.current = Span.current();
		}

		@Traced(newTrace = true)
		String background() {
			return Baggage.current().getEntryValue("tenant");
		}

		void untouched() {
		}

		@Traced
		void fail(Throwable failure) throws Throwable {
			throw failure;
		}

		@Traced
		Object join(CompletableFuture<?> future) {
			return future.join();
		}

	}

	static class Outer {

		private final OrderService inner;

		Outer(OrderService inner) {
			this.inner = inner;
		}

		@Traced
		void call(Throwable failure) throws Throwable {
			this.inner.fail(failure);
		}

	}

	static class Orders {

		@Traced(attributes = @Attribute(key = "channel", value = "web"))
		void place(@SpanAttribute("customer") String customer) {
		}

		@Traced
		void read(@SpanAttribute("counting") Counting argument) {
		}

	}

	static class Counting {

		int reads;

		@Override
		public String toString() {
			this.reads++;
			return "read";
		}

	}

	private record AttributeSampler(String key, String value) implements Sampler {

		@Override
		public SamplingResult shouldSample(Context parent, String traceId, String name, SpanKind kind,
				Attributes attributes, List<LinkData> links) {
			Map<AttributeKey<?>, Object> all = attributes.asMap();
			boolean keep = this.value.equals(all.get(AttributeKey.stringKey(this.key)))
					&& "web".equals(all.get(AttributeKey.stringKey("channel")));
			return SamplingResult.create(keep ? SamplingDecision.RECORD_AND_SAMPLE : SamplingDecision.DROP);
		}

		@Override
		public String getDescription() {
			return "test";
		}

	}

	private static final class ThrowingSampler implements Sampler {

		@Override
		public SamplingResult shouldSample(Context parent, String traceId, String name, SpanKind kind,
				Attributes attributes, List<LinkData> links) {
			throw new IllegalStateException("broken sampler");
		}

		@Override
		public String getDescription() {
			return "broken";
		}

	}

}
