// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.db;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.semconv.DbAttributes;
import io.opentelemetry.semconv.ErrorAttributes;
import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.redaction.SqlMasking;

/**
 * All that is known of an operation before it starts: the name and the attributes of its
 * span and of its duration, made once and used by each call.
 */
public final class DatabaseOperation {

	private static final String BATCH = "BATCH";

	private static final int FAILURES = 8;

	private final DatabaseTarget target;

	private final SqlStatement statement;

	private final String spanName;

	private final Attributes attributes;

	private final Attributes metricAttributes;

	// Entries are immutable, and one that another thread does not see is made again.
	private final @Nullable Failure[] failures = new @Nullable Failure[FAILURES];

	private volatile @Nullable DatabaseOperation batch;

	private DatabaseOperation(DatabaseTarget target, SqlStatement statement) {
		this.target = target;
		this.statement = statement;
		this.spanName = spanName(target, statement);
		AttributesBuilder attributes = Attributes.builder();
		target.describe(attributes);
		attributes.put(DbAttributes.DB_QUERY_SUMMARY, statement.summary())
			.put(DbAttributes.DB_OPERATION_NAME, statement.operation())
			.put(DbAttributes.DB_COLLECTION_NAME, statement.collection())
			.put(DbAttributes.DB_STORED_PROCEDURE_NAME, statement.storedProcedure());
		this.metricAttributes = attributes.build();
		this.attributes = statement.text().isEmpty() ? this.metricAttributes
				: attributes.put(DbAttributes.DB_QUERY_TEXT, statement.text()).build();
	}

	/**
	 * Return the operation that an SQL statement is.
	 * @param target where it goes to
	 * @param statement the statement
	 * @return the operation
	 */
	public static DatabaseOperation of(DatabaseTarget target, SqlStatement statement) {
		return new DatabaseOperation(target, statement);
	}

	/**
	 * Return an operation of a database that does not speak SQL.
	 * @param target where it goes to
	 * @param operation the name of the operation
	 * @param collection what it works on, where that is known
	 * @return the operation
	 */
	public static DatabaseOperation of(DatabaseTarget target, String operation, @Nullable String collection) {
		return of(target, operation, collection, "");
	}

	/**
	 * Return an operation of a database that does not speak SQL.
	 * @param target where it goes to
	 * @param operation the name of the operation
	 * @param collection what it works on, where that is known
	 * @param text the query without any value in it, or an empty text
	 * @return the operation
	 */
	public static DatabaseOperation of(DatabaseTarget target, String operation, @Nullable String collection,
			String text) {
		return new DatabaseOperation(target, new SqlStatement(text, null, operation, collection, null, true));
	}

	/**
	 * Return the operation that executes this one several times in one call.
	 * @return the batch
	 */
	public DatabaseOperation batch() {
		DatabaseOperation batch = this.batch;
		if (batch == null) {
			SqlStatement one = this.statement;
			boolean summarized = one.summary() != null || one.operation() == null;
			batch = new DatabaseOperation(this.target,
					new SqlStatement(one.text(), summarized ? inBatch(one.summary()) : null, inBatch(one.operation()),
							one.collection(), one.storedProcedure(), one.repeatable()));
			this.batch = batch;
		}
		return batch;
	}

	/**
	 * Return the operation that executes several in one call.
	 * @param operations the operations, of which there is at least one
	 * @return the batch
	 */
	public static DatabaseOperation batch(List<DatabaseOperation> operations) {
		DatabaseOperation first = operations.get(0);
		Set<String> texts = new LinkedHashSet<>();
		Set<String> summaries = new LinkedHashSet<>();
		for (DatabaseOperation operation : operations) {
			texts.add(operation.statement.text());
			summaries.add(operation.spanName);
		}
		if (texts.size() == 1) {
			return first.batch();
		}
		String text = String.join("; ", texts);
		if (text.length() > SqlMasking.LIMIT) {
			text = text.substring(0, SqlMasking.LIMIT);
		}
		SqlStatement one = first.statement;
		boolean alike = summaries.size() == 1;
		return new DatabaseOperation(
				first.target, alike
						? new SqlStatement(text, inBatch(one.summary()), inBatch(one.operation()), one.collection(),
								one.storedProcedure(), false)
						: new SqlStatement(text, BATCH, BATCH, null, null, false));
	}

	private static @Nullable String inBatch(@Nullable String what) {
		return (what != null) ? BATCH + " " + what : BATCH;
	}

	private static String spanName(DatabaseTarget target, SqlStatement statement) {
		if (statement.summary() != null) {
			return statement.summary();
		}
		String object = statement.collection();
		if (object == null) {
			object = statement.storedProcedure();
		}
		if (object == null) {
			object = target.namespace();
		}
		if (statement.operation() != null) {
			return (object != null) ? statement.operation() + " " + object : statement.operation();
		}
		if (object == null) {
			object = target.serverInSpanName();
		}
		return (object != null) ? object : target.system().name();
	}

	/**
	 * The name of the span.
	 * @return the name
	 */
	public String spanName() {
		return this.spanName;
	}

	/**
	 * Where the operation goes to.
	 * @return the target
	 */
	public DatabaseTarget target() {
		return this.target;
	}

	/**
	 * Whether the SQL text can be expected to come again as it is.
	 * @return whether it is worth remembering
	 */
	public boolean isRepeatable() {
		return this.statement.repeatable();
	}

	/**
	 * The attributes of the span when it starts.
	 * @return the attributes
	 */
	public Attributes attributes() {
		return this.attributes;
	}

	/**
	 * The attributes of the duration.
	 * @param errorType the value of {@code error.type}, if the operation failed
	 * @param statusCode the code of the failure, if there is one
	 * @return the attributes
	 */
	public Attributes metricAttributes(@Nullable String errorType, @Nullable String statusCode) {
		if (errorType == null) {
			return this.metricAttributes;
		}
		int hash = 31 * errorType.hashCode() + ((statusCode != null) ? statusCode.hashCode() : 0);
		int index = (hash ^ (hash >>> 16)) & (FAILURES - 1);
		Failure failure = this.failures[index];
		if (failure == null || !failure.is(errorType, statusCode)) {
			failure = new Failure(errorType, statusCode,
					this.metricAttributes.toBuilder()
						.put(ErrorAttributes.ERROR_TYPE, errorType)
						.put(DbAttributes.DB_RESPONSE_STATUS_CODE, statusCode)
						.build());
			this.failures[index] = failure;
		}
		return failure.attributes;
	}

	private record Failure(String errorType, @Nullable String statusCode, Attributes attributes) {

		boolean is(String type, @Nullable String code) {
			return this.errorType.equals(type)
					&& ((this.statusCode != null) ? this.statusCode.equals(code) : code == null);
		}

	}

}
