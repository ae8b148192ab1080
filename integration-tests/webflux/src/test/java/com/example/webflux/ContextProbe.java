// SPDX-License-Identifier: Apache-2.0
package com.example.webflux;

import java.time.Duration;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/**
 * Begins a span of its own, and tells whether it is recorded.
 */
class ContextProbe {

	private final Tracer tracer;

	private final OrderService service;

	ContextProbe(Tracer tracer, OrderService service) {
		this.tracer = tracer;
		this.service = service;
	}

	Mono<String> probe() {
		return Mono.delay(Duration.ofMillis(1)).then(this.service.find("probe")).map((order) -> {
			Span span = this.tracer.spanBuilder("probe").startSpan();
			span.end();
			return (span.isRecording() || span.getSpanContext().isSampled()) ? "recorded" : "suppressed";
		});
	}

	Mono<ServerResponse> respond() {
		return ServerResponse.ok().body(probe(), String.class);
	}

}
