// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.db;

import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.BoundedCache;

/**
 * The operations that the SQL texts of one target are, remembered by text. Texts without
 * literals are likely to come again and are kept; others have a fixed number of places,
 * and one that needs the place of another takes it. So neither can fill the memory, and
 * the many cannot push out the few.
 */
public final class SqlOperations {

	private static final int LIMIT = 1000;

	private static final int PLACES = 256;

	private static final int LONGEST_IN_PLACE = 2048;

	private final DatabaseTarget target;

	private final BoundedCache<String, DatabaseOperation> kept = new BoundedCache<>(LIMIT, this::analyze);

	// Entries are immutable, and one that another thread does not see is made again.
	private final @Nullable Place[] places = new @Nullable Place[PLACES];

	/**
	 * Create the operations of a target.
	 * @param target where they go to
	 */
	public SqlOperations(DatabaseTarget target) {
		this.target = target;
	}

	/**
	 * Return the operation of a text.
	 * @param sql the text as it is
	 * @return the operation, without any value of the text in it
	 */
	public DatabaseOperation get(String sql) {
		DatabaseOperation known = this.kept.getIfPresent(sql);
		if (known != null) {
			return known;
		}
		int hash = sql.hashCode();
		int index = (hash ^ (hash >>> 16)) & (PLACES - 1);
		Place place = this.places[index];
		if (place != null && place.sql.equals(sql)) {
			return place.operation;
		}
		DatabaseOperation operation = analyze(sql);
		if (operation.isRepeatable() && this.kept.put(sql, operation)) {
			return operation;
		}
		if (sql.length() <= LONGEST_IN_PLACE) {
			this.places[index] = new Place(sql, operation);
		}
		return operation;
	}

	private DatabaseOperation analyze(String sql) {
		return DatabaseOperation.of(this.target, SqlStatement.analyze(sql, this.target.system()));
	}

	private record Place(String sql, DatabaseOperation operation) {

	}

}
