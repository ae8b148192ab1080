// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.db.jdbc;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

/**
 * The pools of a library.
 */
@FunctionalInterface
interface ConnectionPools {

	/**
	 * Measure a data source if it is a pool of this kind.
	 * @param dataSource the data source
	 * @return what takes its times down, or {@code null} if it is no such pool
	 */
	@Nullable PoolTimes add(DataSource dataSource);

}
