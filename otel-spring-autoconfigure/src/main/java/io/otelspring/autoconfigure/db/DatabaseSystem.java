// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.db;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A database management system, by the name that the semantic conventions have for it,
 * and what of its SQL decides where a literal begins and ends.
 *
 * @param name the value of {@code db.system.name}
 * @param quoting how its strings are written
 * @param statusCode which code of a failure says most
 */
public record DatabaseSystem(String name, Quoting quoting, StatusCode statusCode) {

	/**
	 * PostgreSQL.
	 */
	public static final DatabaseSystem POSTGRESQL = new DatabaseSystem("postgresql", Quoting.STANDARD,
			StatusCode.SQL_STATE);

	/**
	 * MySQL.
	 */
	public static final DatabaseSystem MYSQL = new DatabaseSystem("mysql", Quoting.MYSQL, StatusCode.VENDOR);

	/**
	 * MariaDB.
	 */
	public static final DatabaseSystem MARIADB = new DatabaseSystem("mariadb", Quoting.MYSQL, StatusCode.VENDOR);

	/**
	 * H2.
	 */
	public static final DatabaseSystem H2 = new DatabaseSystem("h2database", Quoting.STANDARD, StatusCode.SQL_STATE);

	/**
	 * Microsoft SQL Server.
	 */
	public static final DatabaseSystem SQL_SERVER = new DatabaseSystem("microsoft.sql_server", Quoting.SQL_SERVER,
			StatusCode.VENDOR);

	/**
	 * Oracle Database.
	 */
	public static final DatabaseSystem ORACLE = new DatabaseSystem("oracle.db", Quoting.ORACLE, StatusCode.ORACLE);

	/**
	 * A database that speaks SQL and is not known otherwise.
	 */
	public static final DatabaseSystem OTHER_SQL = new DatabaseSystem("other_sql", Quoting.UNKNOWN, StatusCode.BOTH);

	private static final Map<String, DatabaseSystem> KNOWN = Stream
		.of(POSTGRESQL, MYSQL, MARIADB, H2, SQL_SERVER, ORACLE, OTHER_SQL,
				new DatabaseSystem("cockroachdb", Quoting.STANDARD, StatusCode.SQL_STATE),
				new DatabaseSystem("aws.redshift", Quoting.STANDARD, StatusCode.SQL_STATE),
				new DatabaseSystem("hsqldb", Quoting.STANDARD, StatusCode.BOTH),
				new DatabaseSystem("derby", Quoting.STANDARD, StatusCode.SQL_STATE),
				new DatabaseSystem("sqlite", Quoting.SQL_SERVER, StatusCode.VENDOR),
				new DatabaseSystem("ibm.db2", Quoting.STANDARD, StatusCode.VENDOR),
				new DatabaseSystem("clickhouse", Quoting.BACKSLASH, StatusCode.VENDOR),
				new DatabaseSystem("firebirdsql", Quoting.STANDARD, StatusCode.BOTH),
				new DatabaseSystem("sap.hana", Quoting.STANDARD, StatusCode.VENDOR),
				new DatabaseSystem("teradata", Quoting.STANDARD, StatusCode.VENDOR),
				new DatabaseSystem("trino", Quoting.STANDARD, StatusCode.VENDOR))
		.collect(Collectors.toUnmodifiableMap(DatabaseSystem::name, (system) -> system));

	/**
	 * Return the system of a name. One that is not known is given the name, and the
	 * quoting that masks most.
	 * @param name the value of {@code db.system.name}
	 * @return the system
	 */
	public static DatabaseSystem of(String name) {
		DatabaseSystem known = KNOWN.get(name);
		return (known != null) ? known : new DatabaseSystem(name, Quoting.UNKNOWN, StatusCode.BOTH);
	}

	/**
	 * How strings and names are written.
	 */
	public enum Quoting {

		/**
		 * Double quotes enclose names, and a backslash is a character like any other.
		 */
		STANDARD,

		/**
		 * As the standard, and a backslash takes the meaning from a quote.
		 */
		BACKSLASH,

		/**
		 * Double quotes enclose strings, and a backslash takes the meaning from a quote.
		 */
		MYSQL,

		/**
		 * As the standard, and square brackets enclose names.
		 */
		SQL_SERVER,

		/**
		 * As the standard, and {@code q'[...]'} chooses its own quotes.
		 */
		ORACLE,

		/**
		 * Not known: double quotes may enclose strings, and where a backslash stands
		 * before a quote, the string does not end.
		 */
		UNKNOWN;

		boolean doubleQuotesAreStrings() {
			return this == MYSQL || this == UNKNOWN;
		}

		boolean backslashEscapes() {
			return this == MYSQL || this == BACKSLASH;
		}

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
