// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.db.jdbc;

import java.sql.SQLException;
import java.sql.Wrapper;

/**
 * Answers {@link Wrapper}'s questions as if only the wrapped object were there, which the
 * application could cast to what it implements.
 */
final class Unwrapping {

	private static final String JDBC = "java.sql";

	private Unwrapping() {
	}

	static <T> T unwrap(Wrapper delegate, Class<T> type) throws SQLException {
		return isItself(delegate, type) ? type.cast(delegate) : delegate.unwrap(type);
	}

	static boolean isWrapperFor(Wrapper delegate, Class<?> type) throws SQLException {
		return isItself(delegate, type) || delegate.isWrapperFor(type);
	}

	// What is asked for by an interface of JDBC itself is not the next object but what
	// the next one wraps.
	private static boolean isItself(Wrapper delegate, Class<?> type) {
		return type.isInstance(delegate) && !type.getPackageName().equals(JDBC);
	}

}
