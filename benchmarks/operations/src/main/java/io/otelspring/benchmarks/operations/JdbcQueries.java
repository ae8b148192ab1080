// SPDX-License-Identifier: Apache-2.0
package io.otelspring.benchmarks.operations;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.concurrent.Callable;

import javax.sql.DataSource;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * Queries by plain JDBC, with a connection from the pool for each.
 */
final class JdbcQueries {

	private JdbcQueries() {
	}

	static Callable<?> query(ConfigurableApplicationContext application) throws Exception {
		DataSource dataSource = application.getBean(DataSource.class);
		try (Connection connection = dataSource.getConnection(); Statement statement = connection.createStatement()) {
			statement.execute("create table person (id int primary key, name varchar(20))");
			statement.execute("insert into person values (42, 'Ada')");
		}
		return () -> {
			try (Connection connection = dataSource.getConnection();
					PreparedStatement statement = connection.prepareStatement("select name from person where id = ?")) {
				statement.setInt(1, 42);
				try (ResultSet result = statement.executeQuery()) {
					result.next();
					return result.getString(1);
				}
			}
		};
	}

}
