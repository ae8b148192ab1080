// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.db.jdbc;

import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.db.DatabaseOperation;
import io.otelspring.autoconfigure.db.DatabaseTelemetry;
import io.otelspring.autoconfigure.db.SqlOperations;

/**
 * A connection whose statements are recorded.
 */
final class TracedConnection extends DelegatingConnection {

	private static final Log logger = LogFactory.getLog(TracedConnection.class);

	private final TracedDataSource source;

	private final long borrowed;

	private @Nullable SqlOperations operations;

	private boolean returned;

	/**
	 * Create the connection.
	 * @param delegate the connection that does the work
	 * @param source where it comes from
	 * @param borrowed the time at which it was handed out
	 */
	TracedConnection(Connection delegate, TracedDataSource source, long borrowed) {
		super(delegate);
		this.source = source;
		this.borrowed = borrowed;
	}

	/**
	 * Execute a statement and record it. It is not where telemetry is not to be had or
	 * not wanted, nor where the statement is part of one that is recorded already.
	 * @param <S> the type of the statement
	 * @param <T> the type of the result
	 * @param choice which operation it is
	 * @param batchSize the number of statements of a batch, or a negative number
	 * @param statement the driver's statement
	 * @param execution what executes it
	 * @return the result
	 * @throws SQLException what the driver threw, the same object
	 */
	<S, T extends @Nullable Object> T record(OperationChoice choice, long batchSize, S statement,
			Execution<? super S, T> execution) throws SQLException {
		Context parent = Context.current();
		DatabaseTelemetry telemetry = DatabaseTelemetry.isRecorded(parent) ? this.source.telemetry() : null;
		if (telemetry == null || !RunningStatement.enter()) {
			return execution.execute(statement);
		}
		Context context = null;
		DatabaseOperation operation = null;
		Throwable failure = null;
		long start = 0;
		try {
			operation = operation(choice);
			context = (operation != null) ? telemetry.start(parent, operation, batchSize) : null;
			if (context == null) {
				return execution.execute(statement);
			}
			start = System.nanoTime();
			try (Scope scope = context.makeCurrent()) {
				return execution.execute(statement);
			}
		}
		catch (Throwable ex) {
			failure = ex;
			throw ex;
		}
		finally {
			RunningStatement.exit();
			if (context != null && operation != null) {
				telemetry.end(context, operation, System.nanoTime() - start, failure);
			}
		}
	}

	/**
	 * Prepare a statement. One that the database refuses to prepare is never executed, so
	 * that is where it is recorded.
	 * @param <S> the type of the statement
	 * @param sql the statement's text
	 * @param preparation what prepares it
	 * @return the statement
	 * @throws SQLException what the driver threw, the same object
	 */
	private <S> S prepare(String sql, Preparation<S> preparation) throws SQLException {
		long start = System.nanoTime();
		try {
			return preparation.prepare(this.delegate, sql);
		}
		catch (Throwable ex) {
			refused(sql, System.nanoTime() - start, ex);
			throw ex;
		}
	}

	private void refused(String sql, long nanos, Throwable failure) {
		Context parent = Context.current();
		DatabaseTelemetry telemetry = DatabaseTelemetry.isRecorded(parent) ? this.source.telemetry() : null;
		if (telemetry != null && RunningStatement.enter()) {
			try {
				DatabaseOperation operation = operation((operations) -> operations.get(sql));
				if (operation != null) {
					telemetry.failed(parent, operation, nanos, failure);
				}
			}
			finally {
				RunningStatement.exit();
			}
		}
	}

	private @Nullable DatabaseOperation operation(OperationChoice choice) {
		try {
			SqlOperations operations = this.operations;
			if (operations == null) {
				operations = this.source.operations(this.delegate);
				this.operations = operations;
			}
			return choice.choose(operations);
		}
		catch (RuntimeException | LinkageError ex) {
			logger.debug("A statement could not be recorded", ex);
			return null;
		}
	}

	@Override
	public Statement createStatement() throws SQLException {
		return new TracedStatement<>(this, this.delegate.createStatement());
	}

	@Override
	public Statement createStatement(int resultSetType, int resultSetConcurrency) throws SQLException {
		return new TracedStatement<>(this, this.delegate.createStatement(resultSetType, resultSetConcurrency));
	}

	@Override
	public Statement createStatement(int resultSetType, int resultSetConcurrency, int resultSetHoldability)
			throws SQLException {
		return new TracedStatement<>(this,
				this.delegate.createStatement(resultSetType, resultSetConcurrency, resultSetHoldability));
	}

	@Override
	public PreparedStatement prepareStatement(String sql) throws SQLException {
		return new TracedPreparedStatement(this, prepare(sql, Connection::prepareStatement), sql);
	}

	@Override
	public PreparedStatement prepareStatement(String sql, int resultSetType, int resultSetConcurrency)
			throws SQLException {
		return new TracedPreparedStatement(this,
				prepare(sql,
						(connection, text) -> connection.prepareStatement(text, resultSetType, resultSetConcurrency)),
				sql);
	}

	@Override
	public PreparedStatement prepareStatement(String sql, int resultSetType, int resultSetConcurrency,
			int resultSetHoldability) throws SQLException {
		return new TracedPreparedStatement(this, prepare(sql, (connection, text) -> connection.prepareStatement(text,
				resultSetType, resultSetConcurrency, resultSetHoldability)), sql);
	}

	@Override
	public PreparedStatement prepareStatement(String sql, int autoGeneratedKeys) throws SQLException {
		return new TracedPreparedStatement(this,
				prepare(sql, (connection, text) -> connection.prepareStatement(text, autoGeneratedKeys)), sql);
	}

	@Override
	public PreparedStatement prepareStatement(String sql, int[] columnIndexes) throws SQLException {
		return new TracedPreparedStatement(this,
				prepare(sql, (connection, text) -> connection.prepareStatement(text, columnIndexes)), sql);
	}

	@Override
	public PreparedStatement prepareStatement(String sql, String[] columnNames) throws SQLException {
		return new TracedPreparedStatement(this,
				prepare(sql, (connection, text) -> connection.prepareStatement(text, columnNames)), sql);
	}

	@Override
	public CallableStatement prepareCall(String sql) throws SQLException {
		return TracedCallableStatement.create(this, prepare(sql, Connection::prepareCall), sql);
	}

	@Override
	public CallableStatement prepareCall(String sql, int resultSetType, int resultSetConcurrency) throws SQLException {
		return TracedCallableStatement.create(this,
				prepare(sql, (connection, text) -> connection.prepareCall(text, resultSetType, resultSetConcurrency)),
				sql);
	}

	@Override
	public CallableStatement prepareCall(String sql, int resultSetType, int resultSetConcurrency,
			int resultSetHoldability) throws SQLException {
		return TracedCallableStatement.create(this, prepare(sql, (connection, text) -> connection.prepareCall(text,
				resultSetType, resultSetConcurrency, resultSetHoldability)), sql);
	}

	@Override
	public void close() throws SQLException {
		try {
			this.delegate.close();
		}
		finally {
			if (!this.returned) {
				this.returned = true;
				this.source.returned(this.borrowed);
			}
		}
	}

	@Override
	public boolean isClosed() throws SQLException {
		return this.delegate.isClosed();
	}

	@Override
	public <T> T unwrap(Class<T> type) throws SQLException {
		return Unwrapping.unwrap(this.delegate, type);
	}

	@Override
	public boolean isWrapperFor(Class<?> type) throws SQLException {
		return Unwrapping.isWrapperFor(this.delegate, type);
	}

	@Override
	public String toString() {
		return this.delegate.toString();
	}

	/**
	 * Prepares a statement.
	 *
	 * @param <S> the type of the statement
	 */
	@FunctionalInterface
	private interface Preparation<S> {

		S prepare(Connection connection, String sql) throws SQLException;

	}

}
