// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.db;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.otelspring.autoconfigure.redaction.SqlQuoting;

/**
 * A database management system, by the name that the semantic conventions have for it,
 * and what of its SQL decides where a literal begins and ends.
 *
 * @param name the value of {@code db.system.name}
 * @param quoting how its strings are written
 * @param statusCode which code of a failure says most
 */
public record DatabaseSystem(String name, SqlQuoting quoting, StatusCode statusCode) {

	/**
	 * PostgreSQL.
	 */
	public static final DatabaseSystem POSTGRESQL = new DatabaseSystem("postgresql", SqlQuoting.STANDARD,
			StatusCode.SQL_STATE);

	/**
	 * MySQL.
	 */
	public static final DatabaseSystem MYSQL = new DatabaseSystem("mysql", SqlQuoting.MYSQL, StatusCode.VENDOR);

	/**
	 * MariaDB.
	 */
	public static final DatabaseSystem MARIADB = new DatabaseSystem("mariadb", SqlQuoting.MYSQL, StatusCode.VENDOR);

	/**
	 * H2.
	 */
	public static final DatabaseSystem H2 = new DatabaseSystem("h2database", SqlQuoting.STANDARD, StatusCode.SQL_STATE);

	/**
	 * Microsoft SQL Server.
	 */
	public static final DatabaseSystem SQL_SERVER = new DatabaseSystem("microsoft.sql_server", SqlQuoting.SQL_SERVER,
			StatusCode.VENDOR);

	/**
	 * Oracle Database.
	 */
	public static final DatabaseSystem ORACLE = new DatabaseSystem("oracle.db", SqlQuoting.ORACLE, StatusCode.ORACLE);

	/**
	 * A database that speaks SQL and is not known otherwise.
	 */
	public static final DatabaseSystem OTHER_SQL = new DatabaseSystem("other_sql", SqlQuoting.UNKNOWN, StatusCode.BOTH);

	private static final Map<String, DatabaseSystem> KNOWN = Stream
		.of(POSTGRESQL, MYSQL, MARIADB, H2, SQL_SERVER, ORACLE, OTHER_SQL,
				new DatabaseSystem("cockroachdb", SqlQuoting.STANDARD, StatusCode.SQL_STATE),
				new DatabaseSystem("aws.redshift", SqlQuoting.STANDARD, StatusCode.SQL_STATE),
				new DatabaseSystem("hsqldb", SqlQuoting.STANDARD, StatusCode.BOTH),
				new DatabaseSystem("derby", SqlQuoting.STANDARD, StatusCode.SQL_STATE),
				new DatabaseSystem("sqlite", SqlQuoting.SQL_SERVER, StatusCode.VENDOR),
				new DatabaseSystem("ibm.db2", SqlQuoting.STANDARD, StatusCode.VENDOR),
				new DatabaseSystem("clickhouse", SqlQuoting.BACKSLASH, StatusCode.VENDOR),
				new DatabaseSystem("firebirdsql", SqlQuoting.STANDARD, StatusCode.BOTH),
				new DatabaseSystem("sap.hana", SqlQuoting.STANDARD, StatusCode.VENDOR),
				new DatabaseSystem("teradata", SqlQuoting.STANDARD, StatusCode.VENDOR),
				new DatabaseSystem("trino", SqlQuoting.STANDARD, StatusCode.VENDOR))
		.collect(Collectors.toUnmodifiableMap(DatabaseSystem::name, (system) -> system));

	/**
	 * Return the system of a name. One that is not known is given the name, and the
	 * quoting that masks most.
	 * @param name the value of {@code db.system.name}
	 * @return the system
	 */
	public static DatabaseSystem of(String name) {
		DatabaseSystem known = KNOWN.get(name);
		return (known != null) ? known : new DatabaseSystem(name, SqlQuoting.UNKNOWN, StatusCode.BOTH);
	}

	/**
	 * The code of a failure.
	 */
	public enum StatusCode {

		/**
		 * The standard's SQLSTATE.
		 */
		SQL_STATE,

		/**
		 * The vendor's number.
		 */
		VENDOR,

		/**
		 * The vendor's number as Oracle writes it.
		 */
		ORACLE,

		/**
		 * Both, as nothing says which one tells more.
		 */
		BOTH

	}

}
