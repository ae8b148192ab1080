// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.db.r2dbc;

import java.util.ArrayList;
import java.util.List;

import io.r2dbc.spi.Batch;
import io.r2dbc.spi.Result;
import org.reactivestreams.Publisher;

/**
 * Several statements that are executed in one call, which is recorded.
 */
final class RecordingBatch implements Batch {

	private final Batch batch;

	private final StatementRecorder recorder;

	private final List<String> statements = new ArrayList<>();

	RecordingBatch(Batch batch, StatementRecorder recorder) {
		this.batch = batch;
		this.recorder = recorder;
	}

	@Override
	public Batch add(String sql) {
		this.batch.add(sql);
		this.statements.add(sql);
		return this;
	}

	@Override
	public Publisher<? extends Result> execute() {
		return this.recorder.record(this.batch.execute(), this.statements);
	}

}
