// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.opentelemetry.sdk.common.CompletableResultCode;
import org.jspecify.annotations.Nullable;

/**
 * Items that were given to an exporter. It ends once, whoever ends it first.
 */
final class ExportAttempt {

	private static final ThreadLocal<@Nullable ExportAttempt> CURRENT = new ThreadLocal<>();

	private final ItemAccount account;

	private final long begin = System.nanoTime();

	private volatile long items;

	private boolean handedOver;

	ExportAttempt(ItemAccount account, long items) {
		this.account = account;
		this.items = items;
	}

	/**
	 * Make an attempt that of the current thread.
	 * @param attempt the attempt
	 * @return what was that of the thread before
	 */
	static @Nullable ExportAttempt enter(ExportAttempt attempt) {
		ExportAttempt outer = CURRENT.get();
		CURRENT.set(attempt);
		return outer;
	}

	static void exit(@Nullable ExportAttempt outer) {
		if (outer == null) {
			CURRENT.remove();
		}
		else {
			CURRENT.set(outer);
		}
	}

	/**
	 * Take note that items are in the delivery's hands now, if they come from here.
	 * @param account whose items
	 * @param items how many
	 * @return whether they are still wanted; if not, they have been counted
	 */
	static boolean handOver(ItemAccount account, long items) {
		ExportAttempt attempt = CURRENT.get();
		return attempt == null || attempt.account != account || attempt.handOver(items);
	}

	private synchronized boolean handOver(long items) {
		if (!this.account.isPending(this)) {
			return false;
		}
		this.handedOver = true;
		this.items = Math.max(0, this.items - items);
		return true;
	}

	/**
	 * Wait for the exporter's answer.
	 * @param result the exporter's answer
	 * @param timeout the longest wait, or {@code null} if the caller waits
	 * @return the answer, counted
	 */
	CompletableResultCode answer(CompletableResultCode result, @Nullable Duration timeout) {
		CompletableResultCode answer = new CompletableResultCode();
		result.whenComplete(() -> {
			if (result.isSuccess()) {
				succeeded();
				answer.succeed();
			}
			else {
				failed(result.getFailureThrowable());
				answer.failExceptionally(result.getFailureThrowable());
			}
		});
		if (timeout != null && !answer.isDone()) {
			CompletableFuture<@Nullable Void> deadline = new CompletableFuture<>();
			deadline.orTimeout(timeout.toNanos(), TimeUnit.NANOSECONDS).exceptionallyAsync((ex) -> {
				TimeoutException late = new TimeoutException("no answer within " + timeout.toMillis() + " ms");
				failed(late);
				answer.failExceptionally(late);
				return null;
			});
			// Whoever waits for the deadline keeps the exporter, and all that it knows.
			answer.whenComplete(() -> deadline.complete(null));
		}
		return answer;
	}

	private synchronized void succeeded() {
		if (this.account.end(this) && !this.handedOver) {
			this.account.succeeded(this.items, System.nanoTime() - this.begin, null, null);
		}
	}

	synchronized void failed(@Nullable Throwable cause) {
		if (this.account.end(this)) {
			this.account.failed(this.items, FailureMessage.of(cause), System.nanoTime() - this.begin);
		}
	}

	synchronized void abandoned() {
		if (this.account.end(this)) {
			this.account.givenUp(this.items, DeliveryAccount.Loss.SHUTDOWN.errorType());
		}
	}

	long items() {
		return this.items;
	}

}
