// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.db.r2dbc;

import java.lang.reflect.Method;
import java.util.Locale;

import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryOptions;
import io.r2dbc.spi.Option;
import io.r2dbc.spi.Wrapped;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ReflectionUtils;

import io.otelspring.autoconfigure.db.DatabaseSystem;
import io.otelspring.autoconfigure.db.DatabaseTarget;

/**
 * Finds out where a connection factory leads to. The database is known from the driver;
 * host, port and the database's name only where the factory tells the options that it was
 * made with, as Spring Boot's does. User and password stay where they are.
 */
final class R2dbcTargets {

	private static final Log logger = LogFactory.getLog(R2dbcTargets.class);

	private static final int MAX_DEPTH = 8;

	private R2dbcTargets() {
	}

	static DatabaseTarget of(ConnectionFactory factory) {
		DatabaseSystem system = system(factory.getMetadata().getName());
		ConnectionFactoryOptions options = options(factory);
		if (options == null) {
			return new DatabaseTarget(system, null, null, null);
		}
		Object port = value(options, ConnectionFactoryOptions.PORT);
		return new DatabaseTarget(system, text(value(options, ConnectionFactoryOptions.DATABASE)),
				text(value(options, ConnectionFactoryOptions.HOST)), (port != null) ? number(port) : null);
	}

	static DatabaseSystem system(String driver) {
		String name = driver.toLowerCase(Locale.ROOT);
		if (name.startsWith("postgresql")) {
			return DatabaseSystem.POSTGRESQL;
		}
		if (name.startsWith("h2")) {
			return DatabaseSystem.H2;
		}
		if (name.startsWith("mysql")) {
			return DatabaseSystem.MYSQL;
		}
		if (name.startsWith("mariadb")) {
			return DatabaseSystem.MARIADB;
		}
		if (name.startsWith("microsoft sql server")) {
			return DatabaseSystem.SQL_SERVER;
		}
		return name.startsWith("oracle") ? DatabaseSystem.ORACLE : DatabaseSystem.OTHER_SQL;
	}

	// Spring Boot's class that has them is in a module of its own.
	private static @Nullable ConnectionFactoryOptions options(ConnectionFactory factory) {
		Object current = factory;
		for (int depth = 0; depth < MAX_DEPTH && current != null; depth++) {
			Method method = ReflectionUtils.findMethod(current.getClass(), "getOptions");
			if (method != null && ConnectionFactoryOptions.class.isAssignableFrom(method.getReturnType())) {
				try {
					ReflectionUtils.makeAccessible(method);
					return (ConnectionFactoryOptions) ReflectionUtils.invokeMethod(method, current);
				}
				catch (RuntimeException ex) {
					logger.debug("The options of a connection factory could not be read", ex);
					return null;
				}
			}
			current = (current instanceof Wrapped<?> wrapped) ? wrapped.unwrap() : null;
		}
		return null;
	}

	private static @Nullable Object value(ConnectionFactoryOptions options, Option<?> option) {
		return options.getValue(option);
	}

	private static @Nullable String text(@Nullable Object value) {
		return (value != null) ? value.toString() : null;
	}

	private static @Nullable Long number(Object value) {
		try {
			return Long.valueOf(value.toString());
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

}
