// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.method;

import org.aopalliance.aop.Advice;
import org.springframework.aop.Advisor;
import org.springframework.aop.interceptor.AsyncExecutionInterceptor;

/**
 * Which advice stays outside of ours. A span covers what the caller asked for, the
 * transaction with its commit included; but it runs where the method runs, on the thread
 * of {@code @Async}, and each attempt of {@code @Retryable} is a call of its own, as are
 * the retries of an HTTP client.
 */
final class AdvicePosition {

	private static final String[] RETRIES = { "org.springframework.resilience.", "org.springframework.retry." };

	private AdvicePosition() {
	}

	static boolean isOutside(Advisor advisor) {
		Advice advice = advisor.getAdvice();
		if (advice instanceof AsyncExecutionInterceptor) {
			return true;
		}
		String name = advice.getClass().getName();
		return name.startsWith(RETRIES[0]) || name.startsWith(RETRIES[1]);
	}

}
