// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.method;

import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.semconv.ErrorAttributes;
import org.junit.jupiter.api.Test;

import io.otelspring.annotation.SpanAttribute;
import io.otelspring.annotation.Traced;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Tests for annotated methods that return completion stages.
 */
class CompletionStageTests {

	private final RecordedTelemetry telemetry = new RecordedTelemetry();

	private final Bean bean = this.telemetry.advise(new Bean());

	@Test
	void spanEndsWithTheStageAndTheStageIsTheMethodsOwn() {
		CompletableFuture<String> result = new CompletableFuture<>();
		assertThat(this.bean.future(result)).isSameAs(result);
		assertThat(this.telemetry.spans()).isEmpty();
		assertThat(Span.current()).isSameAs(Span.getInvalid());
		result.complete("done");
		SpanData span = this.telemetry.span();
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
		assertThat(span.getAttributes().get(AttributeKey.stringKey("result"))).isEqualTo("done");
	}

	@Test
	void declaredTypeDoesNotMatter() {
		CompletableFuture<String> stage = new CompletableFuture<>();
		CompletableFuture<String> object = new CompletableFuture<>();
		CompletableFuture<String> future = new CompletableFuture<>();
		SpecialFuture special = new SpecialFuture();
		this.bean.stage(stage);
		this.bean.object(object);
		this.bean.generic(future);
		this.bean.plainFuture(future);
		this.bean.special(special);
		assertThat(this.telemetry.spans()).isEmpty();
		stage.complete("a");
		object.complete("b");
		future.complete("c");
		special.complete("d");
		assertThat(this.telemetry.spans()).extracting(SpanData::getName)
			.containsExactlyInAnyOrder("Bean.stage", "Bean.object", "Bean.generic", "Bean.plainFuture", "Bean.special");
	}

	@Test
	void objectThatIsNoStageEndsAtTheReturn() {
		assertThat(this.bean.object("text")).isEqualTo("text");
		assertThat(this.telemetry.spans()).hasSize(1);
	}

	@Test
	void stageThatIsDoneEndsAtTheReturn() {
		this.bean.future(CompletableFuture.completedFuture("done"));
		assertThat(this.telemetry.span().getAttributes().get(AttributeKey.stringKey("result"))).isEqualTo("done");
	}

	@Test
	void failedStageIsAnErrorWithTheCause() {
		CompletableFuture<String> result = new CompletableFuture<>();
		this.bean.future(result);
		result.completeExceptionally(new IOException("x"));
		this.bean.future(CompletableFuture.supplyAsync(() -> {
			throw new IllegalStateException("y");
		}, Runnable::run));
		assertThat(this.telemetry.spans()).extracting((span) -> span.getAttributes().get(ErrorAttributes.ERROR_TYPE))
			.containsExactly("java.io.IOException", "java.lang.IllegalStateException");
		assertThat(this.telemetry.spans()).allSatisfy((span) -> {
			assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
			assertThat(span.getEvents()).hasSize(1);
		});
	}

	@Test
	void exceptionOfNestedStagesIsRecordedOnce() {
		Outer outer = this.telemetry.advise(new Outer(this.bean));
		CompletableFuture<String> result = new CompletableFuture<>();
		CompletableFuture<String> dependent = outer.call(result);
		result.completeExceptionally(new IOException("x"));
		assertThat(dependent).isCompletedExceptionally();
		assertThat(this.telemetry.spans()).hasSize(2);
		assertThat(this.telemetry.spans()).flatExtracting(SpanData::getEvents).hasSize(1);
		assertThat(this.telemetry.spans()).extracting((span) -> span.getAttributes().get(ErrorAttributes.ERROR_TYPE))
			.containsOnly("java.io.IOException");
	}

	@Test
	void cancelledStageEndsWithoutError() {
		CompletableFuture<String> result = new CompletableFuture<>();
		this.bean.future(result).cancel(true);
		assertThatThrownBy(result::join).isInstanceOf(CancellationException.class);
		SpanData span = this.telemetry.span();
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
		assertThat(span.getAttributes().get(ErrorAttributes.ERROR_TYPE)).isNull();
		assertThat(span.getEvents()).isEmpty();
	}

	@Test
	void nullAndExceptionsAtTheCallEndTheSpan() {
		assertThat(this.bean.future(null)).isNull();
		assertThatThrownBy(() -> this.bean.broken()).isInstanceOf(IllegalStateException.class);
		assertThat(this.telemetry.spans()).hasSize(2);
		assertThat(this.telemetry.span("Bean.broken").getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
	}

	@Test
	void stageThatCannotBeFollowedIsReturnedAllTheSame() {
		SpecialFuture unfollowable = new SpecialFuture();
		unfollowable.refuse = true;
		assertThat(this.bean.special(unfollowable)).isSameAs(unfollowable);
		assertThat(this.telemetry.spans()).hasSize(1);
	}

	static class Bean {

		@Traced
		@SpanAttribute("result")
		CompletableFuture<String> future(CompletableFuture<String> result) {
			return result;
		}

		@Traced
		CompletionStage<String> stage(CompletionStage<String> result) {
			return result;
		}

		@Traced
		Object object(Object result) {
			return result;
		}

		@Traced
		<T> T generic(T result) {
			return result;
		}

		@Traced
		Future<String> plainFuture(Future<String> result) {
			return result;
		}

		@Traced
		SpecialFuture special(SpecialFuture result) {
			return result;
		}

		@Traced
		CompletableFuture<String> broken() {
			throw new IllegalStateException("at the call");
		}

	}

	static class Outer {

		private final Bean bean;

		Outer(Bean bean) {
			this.bean = bean;
		}

		@Traced
		CompletableFuture<String> call(CompletableFuture<String> result) {
			return this.bean.future(result).thenApply(String::trim);
		}

	}

	static class SpecialFuture extends CompletableFuture<String> {

		private boolean refuse;

		@Override
		public CompletableFuture<String> whenComplete(BiConsumer<? super String, ? super Throwable> action) {
			if (this.refuse) {
				throw new UnsupportedOperationException();
			}
			return super.whenComplete(action);
		}

	}

}
