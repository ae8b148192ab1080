// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.db.jdbc;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.metrics.Meter;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.ObjectProvider;

import io.otelspring.autoconfigure.BoundedCache;
import io.otelspring.autoconfigure.db.DatabaseTelemetry;
import io.otelspring.autoconfigure.db.SqlOperations;

/**
 * What the data sources of an application record with. It is looked up at the first use,
 * as data sources are among the first beans.
 */
final class JdbcTelemetry {

	static final String SCOPE = "io.otelspring.jdbc";

	private static final int TARGETS = 100;

	private static final Log logger = LogFactory.getLog(JdbcTelemetry.class);

	private final ObjectProvider<OpenTelemetry> openTelemetry;

	private final BoundedCache<String, SqlOperations> targets = new BoundedCache<>(TARGETS,
			(url) -> new SqlOperations(JdbcUrl.parse(url)));

	private volatile @Nullable DatabaseTelemetry telemetry;

	JdbcTelemetry(ObjectProvider<OpenTelemetry> openTelemetry) {
		this.openTelemetry = openTelemetry;
	}

	/**
	 * Return what records statements.
	 * @return the telemetry, or {@code null} where it is not to be had (yet)
	 */
	@Nullable DatabaseTelemetry get() {
		DatabaseTelemetry telemetry = this.telemetry;
		if (telemetry == null) {
			OpenTelemetry available = lookUp();
			if (available != null) {
				telemetry = new DatabaseTelemetry(available, SCOPE);
				this.telemetry = telemetry;
			}
		}
		return telemetry;
	}

	/**
	 * Return a meter for the pools.
	 * @return the meter, or {@code null} where it is not to be had (yet)
	 */
	@Nullable Meter meter() {
		OpenTelemetry available = lookUp();
		return (available != null) ? available.getMeter(SCOPE) : null;
	}

	private @Nullable OpenTelemetry lookUp() {
		try {
			return this.openTelemetry.getIfAvailable();
		}
		catch (BeansException ex) {
			logger.debug("Statements are not recorded yet", ex);
			return null;
		}
	}

	SqlOperations operations(String url) {
		return this.targets.get(url);
	}

}
