// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.db.r2dbc;

import java.time.Duration;

import io.r2dbc.spi.Batch;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionMetadata;
import io.r2dbc.spi.IsolationLevel;
import io.r2dbc.spi.Lifecycle;
import io.r2dbc.spi.Statement;
import io.r2dbc.spi.TransactionDefinition;
import io.r2dbc.spi.ValidationDepth;
import io.r2dbc.spi.Wrapped;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/**
 * A connection whose statements are recorded. It can be unwrapped to the driver's.
 */
final class RecordingConnection implements Connection, Lifecycle, Wrapped<Connection> {

	private final Connection connection;

	private final StatementRecorder recorder;

	RecordingConnection(Connection connection, StatementRecorder recorder) {
		this.connection = connection;
		this.recorder = recorder;
	}

	/**
	 * Return whether a connection is recorded already.
	 * @param connection the connection
	 * @return whether there is such a one somewhere behind it
	 */
	static boolean isIn(Connection connection) {
		return connection instanceof RecordingConnection
				|| (connection instanceof Wrapped<?> wrapped && wrapped.unwrap(RecordingConnection.class) != null);
	}

	@Override
	public Connection unwrap() {
		return this.connection;
	}

	@Override
	public Statement createStatement(String sql) {
		return new RecordingStatement(this.connection.createStatement(sql), sql, this.recorder);
	}

	@Override
	public Batch createBatch() {
		return new RecordingBatch(this.connection.createBatch(), this.recorder);
	}

	@Override
	public Publisher<Void> beginTransaction() {
		return this.connection.beginTransaction();
	}

	@Override
	public Publisher<Void> beginTransaction(TransactionDefinition definition) {
		return this.connection.beginTransaction(definition);
	}

	@Override
	public Publisher<Void> close() {
		return this.connection.close();
	}

	@Override
	public Publisher<Void> commitTransaction() {
		return this.connection.commitTransaction();
	}

	@Override
	public Publisher<Void> createSavepoint(String name) {
		return this.connection.createSavepoint(name);
	}

	@Override
	public boolean isAutoCommit() {
		return this.connection.isAutoCommit();
	}

	@Override
	public ConnectionMetadata getMetadata() {
		return this.connection.getMetadata();
	}

	@Override
	public IsolationLevel getTransactionIsolationLevel() {
		return this.connection.getTransactionIsolationLevel();
	}

	@Override
	public Publisher<Void> releaseSavepoint(String name) {
		return this.connection.releaseSavepoint(name);
	}

	@Override
	public Publisher<Void> rollbackTransaction() {
		return this.connection.rollbackTransaction();
	}

	@Override
	public Publisher<Void> rollbackTransactionToSavepoint(String name) {
		return this.connection.rollbackTransactionToSavepoint(name);
	}

	@Override
	public Publisher<Void> setAutoCommit(boolean autoCommit) {
		return this.connection.setAutoCommit(autoCommit);
	}

	@Override
	public Publisher<Void> setLockWaitTimeout(Duration timeout) {
		return this.connection.setLockWaitTimeout(timeout);
	}

	@Override
	public Publisher<Void> setStatementTimeout(Duration timeout) {
		return this.connection.setStatementTimeout(timeout);
	}

	@Override
	public Publisher<Void> setTransactionIsolationLevel(IsolationLevel isolationLevel) {
		return this.connection.setTransactionIsolationLevel(isolationLevel);
	}

	@Override
	public Publisher<Boolean> validate(ValidationDepth depth) {
		return this.connection.validate(depth);
	}

	@Override
	public Publisher<Void> postAllocate() {
		return (this.connection instanceof Lifecycle lifecycle) ? lifecycle.postAllocate() : Mono.empty();
	}

	@Override
	public Publisher<Void> preRelease() {
		return (this.connection instanceof Lifecycle lifecycle) ? lifecycle.preRelease() : Mono.empty();
	}

	@Override
	public String toString() {
		return this.connection.toString();
	}

}
