// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk.processor;

import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class UnseenTests {

	private final Unseen unseen = new Unseen();

	@Test
	void spansAreKnownOneByOne() {
		ReadableSpan one = span();
		ReadableSpan other = span();
		this.unseen.add(one);
		assertThat(this.unseen.has(one)).isTrue();
		assertThat(this.unseen.has(other)).isFalse();
		assertThat(this.unseen.remove(other)).isFalse();
		assertThat(this.unseen.remove(one)).isTrue();
		assertThat(this.unseen.remove(one)).isFalse();
	}

	@Test
	void nothingIsLeftOnceTheLastHasEnded() {
		ReadableSpan one = span();
		ReadableSpan other = span();
		this.unseen.add(one);
		this.unseen.add(other);
		this.unseen.remove(one);
		assertThat(this.unseen.isEmpty()).isFalse();
		this.unseen.remove(other);
		assertThat(this.unseen.isEmpty()).isTrue();
	}

	@Test
	void spanThatIsNeverEndedIsNotHeld() {
		this.unseen.add(span());
		ReadableSpan other = span();
		Await.until(() -> {
			System.gc();
			this.unseen.remove(other);
			return this.unseen.isEmpty();
		});
	}

	private static ReadableSpan span() {
		return (ReadableSpan) SdkTracerProvider.builder().build().get("test").spanBuilder("span").startSpan();
	}

}
