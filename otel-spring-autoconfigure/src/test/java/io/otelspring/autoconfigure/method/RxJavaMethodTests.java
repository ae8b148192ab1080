// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.method;

import java.io.IOException;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.subjects.PublishSubject;
import org.junit.jupiter.api.Test;

import io.otelspring.annotation.SpanAttribute;
import io.otelspring.annotation.Traced;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Tests for annotated methods that return types of RxJava.
 */
class RxJavaMethodTests {

	private final RecordedTelemetry telemetry = new RecordedTelemetry();

	private final Bean bean = this.telemetry.advise(new Bean());

	@Test
	void everyTypeIsFollowed() {
		Single<String> single = this.bean
			.single(Single.fromCallable(() -> Span.current().getSpanContext().getSpanId()));
		assertThat(this.telemetry.spans()).isEmpty();
		String spanId = single.blockingGet();
		assertThat(this.telemetry.span().getSpanId()).isEqualTo(spanId);
		assertThat(this.telemetry.span().getAttributes().get(AttributeKey.stringKey("result"))).isEqualTo(spanId);
		assertThat(this.bean.maybe(Maybe.empty()).blockingGet()).isNull();
		this.bean.completable(Completable.complete()).blockingAwait();
		assertThat(this.bean.flowable(Flowable.just("a", "b")).toList().blockingGet()).containsExactly("a", "b");
		assertThat(this.bean.observable(Observable.just("a", "b")).toList().blockingGet()).containsExactly("a", "b");
		assertThat(this.telemetry.spans()).extracting(SpanData::getName)
			.containsExactly("Bean.single", "Bean.maybe", "Bean.completable", "Bean.flowable", "Bean.observable");
		assertThat(this.telemetry.spans())
			.allSatisfy((span) -> assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET));
	}

	@Test
	void oneSpanPerSubscription() {
		Single<String> single = this.bean.single(Single.error(new IOException("x")));
		assertThatThrownBy(() -> single.retry(2).blockingGet()).hasRootCauseInstanceOf(IOException.class);
		assertThat(this.telemetry.spans()).hasSize(3)
			.allSatisfy((span) -> assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR));
	}

	@Test
	void disposedSubscriptionEndsWithoutError() {
		PublishSubject<String> subject = PublishSubject.create();
		this.bean.observable(subject).subscribe().dispose();
		assertThat(this.telemetry.span().getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
	}

	static class Bean {

		@Traced
		@SpanAttribute("result")
		Single<String> single(Single<String> source) {
			return source;
		}

		@Traced
		Maybe<String> maybe(Maybe<String> source) {
			return source;
		}

		@Traced
		Completable completable(Completable source) {
			return source;
		}

		@Traced
		Flowable<String> flowable(Flowable<String> source) {
			return source;
		}

		@Traced
		Observable<String> observable(Observable<String> source) {
			return source;
		}

	}

}
