// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.db.jdbc;

import io.otelspring.autoconfigure.db.DatabaseOperation;
import io.otelspring.autoconfigure.db.SqlOperations;

/**
 * Says which operation is executed, once it is certain that it is recorded.
 */
@FunctionalInterface
interface OperationChoice {

	/**
	 * Return the operation.
	 * @param operations the operations of the connection's target
	 * @return the operation
	 */
	DatabaseOperation choose(SqlOperations operations);

}
