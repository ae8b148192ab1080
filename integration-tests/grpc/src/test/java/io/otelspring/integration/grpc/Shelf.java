// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.grpc;

import io.opentelemetry.api.trace.Tracer;
import org.springframework.stereotype.Component;

import io.otelspring.annotation.Traced;
import io.otelspring.annotation.Untraced;

/**
 * What a service calls: one method that is traced, and one that must not be.
 */
@Component
class Shelf {

	private final Tracer tracer;

	Shelf(Tracer tracer) {
		this.tracer = tracer;
	}

	@Traced
	void count() {
	}

	@Untraced
	void dust() {
		this.tracer.spanBuilder("dust").startSpan().end();
	}

	/**
	 * Run something that nobody is to hear of.
	 * @param action what to run
	 */
	@Untraced
	void quietly(Runnable action) {
		action.run();
	}

}
