// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.prometheus;

import java.io.IOException;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

import io.otelspring.autoconfigure.config.TelemetryProperties;

/**
 * Where Prometheus fetches the metrics: from the Actuator where that serves them, else
 * from a port of their own, which is also opened where the application names it. It is
 * there before the application serves, and after it has ended to.
 */
class ScrapeTarget implements SmartLifecycle {

	static final String HOST = "otel.exporter.prometheus.host";

	static final String PORT = "otel.exporter.prometheus.port";

	private static final int DEFAULT_PORT = 9464;

	private final PrometheusReader reader;

	private final TelemetryProperties properties;

	private final @Nullable ActuatorPath actuator;

	private @Nullable ScrapeServer server;

	private volatile boolean running;

	ScrapeTarget(PrometheusReader reader, TelemetryProperties properties, @Nullable ActuatorPath actuator) {
		this.reader = reader;
		this.properties = properties;
		this.actuator = actuator;
	}

	@Override
	public void start() {
		if (!this.reader.isRegistered()) {
			return;
		}
		this.running = true;
		boolean named = this.properties.originOf(HOST) != null || this.properties.originOf(PORT) != null;
		String path = (this.actuator != null) ? this.actuator.path() : null;
		if (path != null && !named) {
			this.reader.servedAt(path);
			return;
		}
		ScrapeServer started = listen();
		this.server = started;
		this.reader.servedAt((path != null) ? started.address() + " and " + path : started.address());
	}

	private ScrapeServer listen() {
		String host = Objects.requireNonNullElse(this.properties.get(HOST), "localhost");
		int port = Objects.requireNonNullElse(this.properties.getInteger(PORT), DEFAULT_PORT);
		try {
			return ScrapeServer.start(this.reader, host, port);
		}
		catch (IOException | IllegalArgumentException ex) {
			String property = (ex.getMessage() != null && ex.getMessage().contains("host")) ? HOST : PORT;
			throw this.properties.invalid(property, "the metrics for Prometheus cannot be served at " + host + ':'
					+ port + ": " + ex.getMessage()
					+ ". Name another port, 0 for any that is free, or expose the Actuator endpoint 'prometheus'"
					+ " and leave this property out");
		}
	}

	@Override
	public void stop() {
		this.running = false;
		ScrapeServer current = this.server;
		if (current != null) {
			this.server = null;
			current.close();
		}
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return Integer.MIN_VALUE;
	}

}
