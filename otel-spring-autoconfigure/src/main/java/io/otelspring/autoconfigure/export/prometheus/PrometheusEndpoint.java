// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.prometheus;

import org.springframework.boot.actuate.endpoint.Producible;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import org.springframework.util.MimeType;

/**
 * Serves the metrics where people look for them in an application with Actuator.
 */
@WebEndpoint(id = "prometheus")
class PrometheusEndpoint {

	private final PrometheusReader reader;

	PrometheusEndpoint(PrometheusReader reader) {
		this.reader = reader;
	}

	@ReadOperation(producesFrom = Output.class)
	WebEndpointResponse<byte[]> scrape(Output output) {
		return new WebEndpointResponse<>(this.reader.scrape(output.format), output);
	}

	/**
	 * The formats, in the order in which Actuator prefers the last that is accepted.
	 */
	enum Output implements Producible<Output> {

		/** Prometheus' own format. */
		TEXT(ScrapeFormat.TEXT),

		/** OpenMetrics. */
		OPENMETRICS(ScrapeFormat.OPENMETRICS);

		private final ScrapeFormat format;

		private final MimeType type;

		Output(ScrapeFormat format) {
			this.format = format;
			this.type = MimeType.valueOf(format.contentType());
		}

		@Override
		public MimeType getProducedMimeType() {
			return this.type;
		}

		@Override
		public boolean isDefault() {
			return this == TEXT;
		}

	}

}
