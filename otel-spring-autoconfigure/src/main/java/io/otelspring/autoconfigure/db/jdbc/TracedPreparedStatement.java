// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.db.jdbc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.db.DatabaseOperation;
import io.otelspring.autoconfigure.db.SqlOperations;

/**
 * A prepared statement whose executions are recorded.
 */
final class TracedPreparedStatement extends DelegatingPreparedStatement implements OperationChoice {

	private final String sql;

	private @Nullable DatabaseOperation operation;

	TracedPreparedStatement(TracedConnection connection, PreparedStatement delegate, String sql) {
		super(connection, delegate);
		this.sql = sql;
	}

	@Override
	public DatabaseOperation choose(SqlOperations operations) {
		DatabaseOperation operation = this.operation;
		if (operation == null) {
			operation = operations.get(this.sql);
			this.operation = operation;
		}
		return operation;
	}

	@Override
	public boolean execute() throws SQLException {
		return record(this, NO_BATCH, PreparedStatement::execute);
	}

	@Override
	public ResultSet executeQuery() throws SQLException {
		return record(this, NO_BATCH, PreparedStatement::executeQuery);
	}

	@Override
	public int executeUpdate() throws SQLException {
		return record(this, NO_BATCH, PreparedStatement::executeUpdate);
	}

	@Override
	public long executeLargeUpdate() throws SQLException {
		return record(this, NO_BATCH, PreparedStatement::executeLargeUpdate);
	}

	@Override
	public void addBatch() throws SQLException {
		this.delegate.addBatch();
		batch().add(this.sql);
	}

}
