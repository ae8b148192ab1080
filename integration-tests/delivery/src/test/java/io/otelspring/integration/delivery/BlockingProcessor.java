// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.delivery;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;

/**
 * A processor as it should not be: it waits whenever a span ends.
 *
 * @param millis how long, 0 for ever
 */
record BlockingProcessor(long millis) implements SpanProcessor {

	@Override
	public void onStart(Context parentContext, ReadWriteSpan span) {
	}

	@Override
	public boolean isStartRequired() {
		return false;
	}

	@Override
	public void onEnd(ReadableSpan span) {
		try {
			if (this.millis == 0) {
				new CountDownLatch(1).await();
			}
			TimeUnit.MILLISECONDS.sleep(this.millis);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public boolean isEndRequired() {
		return true;
	}

}
