// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.db.r2dbc;

import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;

import io.r2dbc.spi.Readable;
import io.r2dbc.spi.Result;
import io.r2dbc.spi.Row;
import io.r2dbc.spi.RowMetadata;
import io.r2dbc.spi.Wrapped;
import org.reactivestreams.Publisher;

/**
 * A result of a statement. Several drivers tell an error of the database only to whoever
 * reads the result, and one that takes long keeps its statement running.
 */
final class RecordedResult implements Result, Wrapped<Result> {

	private final Result result;

	private final Execution execution;

	RecordedResult(Result result, Execution execution) {
		this.result = result;
		this.execution = execution;
	}

	@Override
	public Result unwrap() {
		return this.result;
	}

	@Override
	public Publisher<Long> getRowsUpdated() {
		return new WatchedRows<>(this.result.getRowsUpdated(), this.execution);
	}

	@Override
	public <T> Publisher<T> map(BiFunction<Row, RowMetadata, ? extends T> mapping) {
		return new WatchedRows<T>(this.result.map(mapping), this.execution);
	}

	@Override
	public <T> Publisher<T> map(Function<? super Readable, ? extends T> mapping) {
		return new WatchedRows<T>(this.result.map(mapping), this.execution);
	}

	@Override
	public Result filter(Predicate<Segment> filter) {
		return new RecordedResult(this.result.filter(filter), this.execution);
	}

	@Override
	public <T> Publisher<T> flatMap(Function<Segment, ? extends Publisher<? extends T>> mapping) {
		return new WatchedRows<T>(this.result.flatMap(mapping), this.execution);
	}

}
