// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.db.r2dbc;

import io.opentelemetry.context.Context;
import io.r2dbc.spi.R2dbcException;
import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.db.DatabaseFailure;
import io.otelspring.autoconfigure.db.DatabaseOperation;
import io.otelspring.autoconfigure.db.DatabaseTelemetry;

/**
 * One execution of a statement. It is over when the driver has no more results and none
 * of them is being read, when it failed, or when it was cancelled.
 */
final class Execution {

	private final DatabaseTelemetry telemetry;

	private final Context context;

	private final DatabaseOperation operation;

	private final long start = System.nanoTime();

	private int reading;

	private boolean complete;

	private boolean ended;

	private @Nullable Throwable error;

	Execution(DatabaseTelemetry telemetry, Context context, DatabaseOperation operation) {
		this.telemetry = telemetry;
		this.context = context;
		this.operation = operation;
	}

	/**
	 * Note that somebody begins to read a result.
	 */
	void reading() {
		synchronized (this) {
			this.reading++;
		}
	}

	/**
	 * Note an error that reading met. An exception that the application's own mapping
	 * throws is not the database's.
	 * @param error the error
	 */
	void note(Throwable error) {
		if (error instanceof R2dbcException) {
			synchronized (this) {
				this.error = (this.error != null) ? this.error : error;
			}
		}
	}

	/**
	 * Note that somebody has read a result, or will not go on.
	 */
	void read() {
		boolean over;
		synchronized (this) {
			this.reading--;
			over = this.complete && this.reading == 0;
		}
		if (over) {
			end();
		}
	}

	/**
	 * Note that there are no more results.
	 */
	void complete() {
		boolean over;
		synchronized (this) {
			this.complete = true;
			over = this.reading == 0;
		}
		if (over) {
			end();
		}
	}

	/**
	 * End the record with an error.
	 * @param failure the error
	 */
	void fail(Throwable failure) {
		synchronized (this) {
			this.error = (this.error != null) ? this.error : failure;
		}
		end();
	}

	/**
	 * End the record, because nobody wants to have the results any more.
	 */
	void cancel() {
		end();
	}

	private void end() {
		Throwable error;
		synchronized (this) {
			if (this.ended) {
				return;
			}
			this.ended = true;
			error = this.error;
		}
		String code = (error instanceof R2dbcException exception) ? DatabaseFailure.statusCode(exception.getSqlState(),
				exception.getErrorCode(), this.operation.target().system()) : null;
		this.telemetry.end(this.context, this.operation, System.nanoTime() - this.start, error, code);
	}

}
