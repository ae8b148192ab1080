// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.server;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.propagation.TextMapPropagator;

/**
 * What every request of a server shares: tracer, metrics, propagator, settings and the
 * routes that were seen.
 */
public final class HttpServerTelemetry {

	private static final String SCOPE = "io.otelspring.http.server";

	final Tracer tracer;

	final HttpServerMetrics metrics;

	final TextMapPropagator propagator;

	final HttpServerSettings settings;

	private final HttpRoutes routes = new HttpRoutes();

	/**
	 * Create what the requests share.
	 * @param openTelemetry where the telemetry goes
	 * @param settings the settings of the server
	 */
	public HttpServerTelemetry(OpenTelemetry openTelemetry, HttpServerSettings settings) {
		this.tracer = openTelemetry.getTracer(SCOPE);
		this.metrics = new HttpServerMetrics(openTelemetry.getMeter(SCOPE));
		this.propagator = openTelemetry.getPropagators().getTextMapPropagator();
		this.settings = settings;
	}

	/**
	 * Return the settings of the server.
	 * @return the settings
	 */
	public HttpServerSettings settings() {
		return this.settings;
	}

	/**
	 * Return the routes that were seen.
	 * @return the routes
	 */
	public HttpRoutes routes() {
		return this.routes;
	}

}
