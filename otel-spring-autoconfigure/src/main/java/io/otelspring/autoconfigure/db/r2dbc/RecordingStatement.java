// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.db.r2dbc;

import io.r2dbc.spi.Result;
import io.r2dbc.spi.Statement;
import io.r2dbc.spi.Wrapped;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/**
 * A statement whose executions are recorded. Of what is bound only the number of sets is
 * looked at.
 */
final class RecordingStatement implements Statement, Wrapped<Statement> {

	private final Statement statement;

	private final String sql;

	private final StatementRecorder recorder;

	private int added;

	private boolean bound;

	RecordingStatement(Statement statement, String sql, StatementRecorder recorder) {
		this.statement = statement;
		this.sql = sql;
		this.recorder = recorder;
	}

	@Override
	public Statement unwrap() {
		return this.statement;
	}

	@Override
	public Statement add() {
		this.statement.add();
		this.added++;
		this.bound = false;
		return this;
	}

	@Override
	public Statement bind(int index, Object value) {
		this.statement.bind(index, value);
		this.bound = true;
		return this;
	}

	@Override
	public Statement bind(String name, Object value) {
		this.statement.bind(name, value);
		this.bound = true;
		return this;
	}

	@Override
	public Statement bindNull(int index, Class<?> type) {
		this.statement.bindNull(index, type);
		this.bound = true;
		return this;
	}

	@Override
	public Statement bindNull(String name, Class<?> type) {
		this.statement.bindNull(name, type);
		this.bound = true;
		return this;
	}

	@Override
	public Statement returnGeneratedValues(@Nullable String... columns) {
		this.statement.returnGeneratedValues(columns);
		return this;
	}

	@Override
	public Statement fetchSize(int rows) {
		this.statement.fetchSize(rows);
		return this;
	}

	@Override
	public Publisher<? extends Result> execute() {
		return this.recorder.record(this.statement.execute(), this.sql, this.added + (this.bound ? 1 : 0));
	}

	@Override
	public String toString() {
		return this.statement.toString();
	}

}
