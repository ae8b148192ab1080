// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.server;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.propagation.TextMapPropagator;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

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

	final List<CompletedRequests> listeners;

	private static final Log logger = LogFactory.getLog(HttpServerTelemetry.class);

	private final HttpRoutes routes = new HttpRoutes();

	private final AtomicBoolean failed = new AtomicBoolean();

	/**
	 * Create what the requests share.
	 * @param openTelemetry where the telemetry goes
	 * @param settings the settings of the server
	 * @param listeners who is told about requests
	 */
	public HttpServerTelemetry(OpenTelemetry openTelemetry, HttpServerSettings settings,
			List<CompletedRequests> listeners) {
		this.tracer = openTelemetry.getTracer(SCOPE);
		this.metrics = new HttpServerMetrics(openTelemetry.getMeter(SCOPE));
		this.propagator = openTelemetry.getPropagators().getTextMapPropagator();
		this.settings = settings;
		this.listeners = List.copyOf(listeners);
	}

	/**
	 * Return the settings of the server.
	 * @return the settings
	 */
	public HttpServerSettings settings() {
		return this.settings;
	}

	/**
	 * Note that a request could not be recorded, which is said aloud once.
	 * @param failure what went wrong
	 */
	public void failed(Throwable failure) {
		if (this.failed.compareAndSet(false, true)) {
			logger.warn("A request could not be recorded; further ones are logged at debug level", failure);
		}
		else {
			logger.debug("A request could not be recorded", failure);
		}
	}

	/**
	 * Return the routes that were seen.
	 * @return the routes
	 */
	public HttpRoutes routes() {
		return this.routes;
	}

}
