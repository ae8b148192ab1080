// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.db.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * A data source whose statements all fail with one exception.
 */
class FailingDataSource extends DriverManagerDataSource {

	private final SQLException failure;

	FailingDataSource(String url, SQLException failure) {
		super(url);
		this.failure = failure;
	}

	@Override
	public Connection getConnection() throws SQLException {
		return proxy(Connection.class, super.getConnection());
	}

	private <T> T proxy(Class<T> type, T target) {
		return type
			.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, (proxy, method, arguments) -> {
				if (method.getName().startsWith("execute")) {
					throw this.failure;
				}
				try {
					Object result = method.invoke(target, arguments);
					return method.getName().equals("createStatement") ? proxy(Statement.class, (Statement) result)
							: result;
				}
				catch (InvocationTargetException ex) {
					throw ex.getCause();
				}
			}));
	}

}
