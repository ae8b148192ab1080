// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.db.jdbc;

import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

/**
 * What a driver does with a statement.
 *
 * @param <S> the type of the statement
 * @param <T> the type of the result
 */
@FunctionalInterface
interface Execution<S, T extends @Nullable Object> {

	/**
	 * Execute the statement.
	 * @param statement the driver's statement
	 * @return the result
	 * @throws SQLException what the driver throws
	 */
	T execute(S statement) throws SQLException;

}
