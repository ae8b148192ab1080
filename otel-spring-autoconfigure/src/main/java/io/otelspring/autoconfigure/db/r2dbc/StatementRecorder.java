// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.db.r2dbc;

import java.util.List;

import io.r2dbc.spi.Result;
import org.reactivestreams.Publisher;

import io.otelspring.autoconfigure.db.DatabaseOperation;
import io.otelspring.autoconfigure.db.DatabaseTelemetry;
import io.otelspring.autoconfigure.db.SqlOperations;

/**
 * Records the statements of one connection factory.
 */
final class StatementRecorder {

	private final DatabaseTelemetry telemetry;

	private final SqlOperations operations;

	StatementRecorder(DatabaseTelemetry telemetry, SqlOperations operations) {
		this.telemetry = telemetry;
		this.operations = operations;
	}

	/**
	 * Record each subscription to the results of a statement.
	 * @param results the results
	 * @param sql the statement
	 * @param size how many sets of values are bound
	 * @return the same results
	 */
	Publisher<? extends Result> record(Publisher<? extends Result> results, String sql, int size) {
		DatabaseOperation operation = this.operations.get(sql);
		return (size > 1) ? record(results, operation.batch(), (long) size) : record(results, operation, -1L);
	}

	/**
	 * Record each subscription to the results of a batch.
	 * @param results the results
	 * @param statements the statements
	 * @return the same results
	 */
	Publisher<? extends Result> record(Publisher<? extends Result> results, List<String> statements) {
		if (statements.isEmpty()) {
			return results;
		}
		if (statements.size() == 1) {
			return record(results, statements.get(0), 1);
		}
		List<DatabaseOperation> all = statements.stream().map(this.operations::get).toList();
		return record(results, DatabaseOperation.batch(all), (long) statements.size());
	}

	private Publisher<? extends Result> record(Publisher<? extends Result> results, DatabaseOperation operation,
			long batchSize) {
		return new RecordedResults(results, this.telemetry, operation, batchSize);
	}

}
