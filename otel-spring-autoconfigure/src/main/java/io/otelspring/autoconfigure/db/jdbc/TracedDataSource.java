// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.db.jdbc;

import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.Set;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.db.DatabaseTelemetry;
import io.otelspring.autoconfigure.db.SqlOperations;

/**
 * Stands before one data source: hands out connections whose statements are recorded, and
 * gives the data source its own connections where it gets them back.
 */
final class TracedDataSource implements MethodInterceptor {

	private static final Log logger = LogFactory.getLog(TracedDataSource.class);

	/**
	 * Pools all of whose connections lead to one database. Of another data source it is
	 * not known, so that each connection is asked.
	 */
	private static final Set<String> POOLS = Set.of("com.zaxxer.hikari.HikariDataSource",
			"org.apache.commons.dbcp2.BasicDataSource", "org.apache.tomcat.jdbc.pool.DataSourceProxy",
			"com.mchange.v2.c3p0.ComboPooledDataSource", "oracle.ucp.jdbc.PoolDataSourceImpl");

	private final JdbcTelemetry telemetry;

	private final boolean singleTarget;

	private final @Nullable PoolTimes times;

	private volatile @Nullable SqlOperations operations;

	TracedDataSource(JdbcTelemetry telemetry, Class<?> type, @Nullable PoolTimes times) {
		this.telemetry = telemetry;
		this.singleTarget = isPool(type);
		this.times = times;
	}

	private static boolean isPool(Class<?> type) {
		Class<?> current = type;
		while (current != null) {
			if (POOLS.contains(current.getName())) {
				return true;
			}
			current = current.getSuperclass();
		}
		return false;
	}

	static boolean concerns(Method method) {
		if (Connection.class.isAssignableFrom(method.getReturnType())) {
			return true;
		}
		for (Class<?> type : method.getParameterTypes()) {
			if (Connection.class.isAssignableFrom(type)) {
				return true;
			}
		}
		return false;
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		unwrapConnections(invocation.getArguments());
		if (invocation.getMethod().getReturnType() != Connection.class) {
			return invocation.proceed();
		}
		PoolTimes times = this.times;
		long start = (times != null) ? System.nanoTime() : 0;
		Object connection;
		try {
			connection = invocation.proceed();
		}
		catch (Throwable ex) {
			if (times != null) {
				times.refused(ex);
			}
			throw ex;
		}
		long now = 0;
		if (times != null) {
			now = System.nanoTime();
			times.waited(now - start);
		}
		return (connection instanceof Connection untraced && !(connection instanceof TracedConnection))
				? new TracedConnection(untraced, this, now) : connection;
	}

	private static void unwrapConnections(@Nullable Object[] arguments) {
		for (int i = 0; i < arguments.length; i++) {
			if (arguments[i] instanceof TracedConnection traced) {
				arguments[i] = traced.delegate;
			}
		}
	}

	@Nullable DatabaseTelemetry telemetry() {
		return this.telemetry.get();
	}

	/**
	 * Return the operations of what a connection leads to.
	 * @param connection a connection of this data source
	 * @return the operations
	 */
	SqlOperations operations(Connection connection) {
		SqlOperations operations = this.operations;
		if (operations != null) {
			return operations;
		}
		String url = url(connection);
		operations = this.telemetry.operations((url != null) ? url : "");
		if (this.singleTarget && url != null) {
			this.operations = operations;
		}
		return operations;
	}

	private static @Nullable String url(Connection connection) {
		try {
			DatabaseMetaData metadata = connection.getMetaData();
			return (metadata != null) ? metadata.getURL() : null;
		}
		catch (SQLException ex) {
			logger.debug("The URL of a connection cannot be had", ex);
			return null;
		}
	}

	void returned(long borrowed) {
		if (this.times != null) {
			this.times.used(System.nanoTime() - borrowed);
		}
	}

}
