// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.db.jdbc;

import java.lang.reflect.Method;

import javax.sql.DataSource;

import org.aopalliance.aop.Advice;
import org.springframework.beans.factory.ObjectProvider;

import io.otelspring.autoconfigure.db.ConnectionSourcePostProcessor;

/**
 * Makes the connections of each data source that is a bean record their statements.
 */
final class DataSourcePostProcessor extends ConnectionSourcePostProcessor<DataSource> {

	private final ObjectProvider<JdbcTelemetry> telemetry;

	private final ObjectProvider<ConnectionPools> pools;

	DataSourcePostProcessor(ObjectProvider<JdbcTelemetry> telemetry, ObjectProvider<ConnectionPools> pools) {
		super(DataSource.class);
		this.telemetry = telemetry;
		this.pools = pools;
	}

	@Override
	protected boolean concerns(Method method) {
		return TracedDataSource.concerns(method);
	}

	@Override
	protected Advice advice(DataSource dataSource, boolean knownByClass) {
		PoolTimes times = null;
		for (ConnectionPools library : this.pools) {
			times = (times != null) ? times : library.add(dataSource);
		}
		return new TracedDataSource(this.telemetry.getObject(), dataSource.getClass(), times);
	}

}
