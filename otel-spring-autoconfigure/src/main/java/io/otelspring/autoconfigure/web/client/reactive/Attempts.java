// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.client.reactive;

import java.lang.ref.WeakReference;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.CoreSubscriber;
import reactor.core.Scannable;

/**
 * Counts the attempts of one call. It travels in the attributes of the request, which
 * stay the same when an operator subscribes again. What subscribes again because an
 * attempt failed still has the same subscriber at its end; one who takes the same
 * {@code Mono} for another call has another.
 */
final class Attempts {

	private static final String ATTRIBUTE = Attempts.class.getName();

	private static final int MAX_DEPTH = 100;

	private int before;

	private @Nullable WeakReference<Object> failedFor;

	/**
	 * Let the attempts of a request be counted.
	 * @param request the request that the application is about to describe
	 */
	static void prepare(WebClient.RequestHeadersSpec<?> request) {
		request.attributes((attributes) -> attributes.putIfAbsent(ATTRIBUTE, new Attempts()));
	}

	static Attempts of(Map<String, Object> attributes) {
		return (attributes.get(ATTRIBUTE) instanceof Attempts attempts) ? attempts : new Attempts();
	}

	/**
	 * Count an attempt.
	 * @param subscriber who the attempt is made for
	 * @return how many failed before it
	 */
	synchronized int next(CoreSubscriber<?> subscriber) {
		WeakReference<Object> failedFor = this.failedFor;
		this.failedFor = null;
		this.before = (failedFor != null && failedFor.get() == lastOf(subscriber)) ? this.before + 1 : 0;
		return this.before;
	}

	/**
	 * Note that an attempt did not bring what the application wants.
	 * @param subscriber who it was made for
	 */
	synchronized void failed(CoreSubscriber<?> subscriber) {
		this.failedFor = new WeakReference<>(lastOf(subscriber));
	}

	private static Object lastOf(CoreSubscriber<?> subscriber) {
		Object last = subscriber;
		for (int depth = 0; depth < MAX_DEPTH && last instanceof Scannable scannable; depth++) {
			Scannable next = scannable.scan(Scannable.Attr.ACTUAL);
			if (next == null || !next.isScanAvailable()) {
				break;
			}
			last = next;
		}
		return last;
	}

}
