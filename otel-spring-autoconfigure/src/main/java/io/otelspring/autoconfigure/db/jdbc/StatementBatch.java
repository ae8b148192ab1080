// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.db.jdbc;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.otelspring.autoconfigure.db.DatabaseOperation;
import io.otelspring.autoconfigure.db.SqlOperations;

/**
 * What was added to a batch so far: how many, and the first few texts.
 */
final class StatementBatch implements OperationChoice {

	private static final int TEXTS = 16;

	private final Set<String> texts = new LinkedHashSet<>(4);

	private long size;

	void add(String sql) {
		this.size++;
		if (this.texts.size() < TEXTS) {
			this.texts.add(sql);
		}
	}

	/**
	 * The size that is recorded: one statement is no batch.
	 * @return the size, or a negative number
	 */
	long recordedSize() {
		return (this.size > 1) ? this.size : TracedStatement.NO_BATCH;
	}

	@Override
	public DatabaseOperation choose(SqlOperations operations) {
		if (this.texts.size() == 1) {
			DatabaseOperation operation = operations.get(this.texts.iterator().next());
			return (this.size > 1) ? operation.batch() : operation;
		}
		List<DatabaseOperation> batched = new ArrayList<>(this.texts.size());
		for (String text : this.texts) {
			batched.add(operations.get(text));
		}
		return DatabaseOperation.batch(batched);
	}

}
