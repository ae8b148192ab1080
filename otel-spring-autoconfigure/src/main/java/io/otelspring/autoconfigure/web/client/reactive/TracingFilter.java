// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.client.reactive;

import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import reactor.core.publisher.Mono;

import io.otelspring.autoconfigure.TelemetrySource;
import io.otelspring.autoconfigure.web.client.HttpClientTelemetry;

/**
 * Records what goes through it, next to the wire: it stands first in the list of a
 * client's filters, and whatever is joined to it goes before it. So it sees each attempt
 * of a filter that retries, and what other filters made of the request, also those that
 * are added later.
 */
final class TracingFilter implements ExchangeFilterFunction {

	private final TelemetrySource<HttpClientTelemetry> telemetry;

	TracingFilter(TelemetrySource<HttpClientTelemetry> telemetry) {
		this.telemetry = telemetry;
	}

	@Override
	public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
		return new TracedExchange(request, next, this.telemetry);
	}

	@Override
	public ExchangeFilterFunction andThen(ExchangeFilterFunction afterFilter) {
		return new Before(afterFilter, this);
	}

	/**
	 * Other filters, and the tracing one after them.
	 *
	 * @param filters the other filters
	 * @param tracing what comes last
	 */
	private record Before(ExchangeFilterFunction filters, TracingFilter tracing) implements ExchangeFilterFunction {

		@Override
		public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
			return this.filters.filter(request, (filtered) -> this.tracing.filter(filtered, next));
		}

		@Override
		public ExchangeFilterFunction andThen(ExchangeFilterFunction afterFilter) {
			return new Before(this.filters.andThen(afterFilter), this.tracing);
		}

	}

}
