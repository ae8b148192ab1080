// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.db.jdbc;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.metrics.Meter;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

import io.otelspring.autoconfigure.BoundedCache;
import io.otelspring.autoconfigure.TelemetrySource;
import io.otelspring.autoconfigure.db.DatabaseTelemetry;
import io.otelspring.autoconfigure.db.SqlOperations;

/**
 * What the data sources of an application record with. It is looked up at the first use,
 * as data sources are among the first beans.
 */
final class JdbcTelemetry {

	static final String SCOPE = "io.otelspring.jdbc";

	private static final int TARGETS = 100;

	private final TelemetrySource<DatabaseTelemetry> statements;

	private final TelemetrySource<Meter> pools;

	private final BoundedCache<String, SqlOperations> targets = new BoundedCache<>(TARGETS,
			(url) -> new SqlOperations(JdbcUrl.parse(url)));

	JdbcTelemetry(ObjectProvider<OpenTelemetry> openTelemetry) {
		this.statements = TelemetrySource.of(openTelemetry, (sdk) -> new DatabaseTelemetry(sdk, SCOPE));
		this.pools = TelemetrySource.of(openTelemetry, (sdk) -> sdk.getMeter(SCOPE));
	}

	/**
	 * Return what records statements.
	 * @return the telemetry, or {@code null} where it is not to be had (yet)
	 */
	@Nullable DatabaseTelemetry get() {
		return this.statements.get();
	}

	/**
	 * Return a meter for the pools.
	 * @return the meter, or {@code null} where it is not to be had (yet)
	 */
	@Nullable Meter meter() {
		return this.pools.get();
	}

	SqlOperations operations(String url) {
		return this.targets.get(url);
	}

}
