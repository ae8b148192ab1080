// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.db;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.otelspring.autoconfigure.redaction.SqlMasking;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SqlStatement} and {@link SqlMasking}.
 */
class SqlStatementTests {

	private static final DatabaseSystem MYSQL = DatabaseSystem.MYSQL;

	private static final DatabaseSystem POSTGRES = DatabaseSystem.POSTGRESQL;

	@ParameterizedTest
	@ValueSource(strings = { "select * from person where name = 'secret'", "select * from person where name = 'secret",
			"select * from person where name = 'it''s secret'", "insert into person values (1, 'secret', N'secret')",
			"select * from person where name = U&'secret'", "/* secret */ select 1", "select 1 -- secret",
			"select 1 -- secret\n", "/* a /* b */ secret */ select 1", "/* secret", "select $$secret$$",
			"select $a$ $b$ secret $a$", "select $$secret", "create user joe identified by secret",
			"alter user joe identified by \"secret\"", "alter user joe IDENTIFIED BY values 'secret'",
			"select \"stray = 'secret'", "select `stray = 'secret'", "'secret", "''secret'",
			"select 'a' 'secret' 'b'" })
	void noValueIsLeftForAnyDatabase(String sql) {
		for (String name : new String[] { "postgresql", "mysql", "mariadb", "h2database", "oracle.db",
				"microsoft.sql_server", "sqlite", "clickhouse", "other_sql", "made-up" }) {
			SqlStatement statement = SqlStatement.analyze(sql, DatabaseSystem.of(name));
			assertThat(statement.toString()).as("%s on %s", sql, name).doesNotContain("secret");
			assertThat(statement.repeatable()).isFalse();
		}
	}

	@Test
	void backslashesEscapeWhereTheyDo() {
		assertThat(text("select 'it\\'s secret', b from t", MYSQL)).isEqualTo("select ?, b from t");
		assertThat(text("select 'c:\\', b from t", POSTGRES)).isEqualTo("select ?, b from t");
		assertThat(text("select E'it\\'s secret', b from t", POSTGRES)).isEqualTo("select E?, b from t");
		assertThat(text("select price'c:\\', b from t", POSTGRES)).isEqualTo("select price?, b from t");
		assertThat(text("select 'it\\'s secret', b from t", DatabaseSystem.OTHER_SQL)).isEqualTo("select ?");
	}

	@Test
	void doubleQuotesEncloseStringsOrNames() {
		String sql = "select \"secret\" from t";
		assertThat(text(sql, MYSQL)).isEqualTo("select ? from t");
		assertThat(text(sql, DatabaseSystem.OTHER_SQL)).isEqualTo("select ? from t");
		assertThat(text(sql, POSTGRES)).isEqualTo(sql);
		assertThat(text("select \"a\\\"secret\" from t", MYSQL)).isEqualTo("select ? from t");
	}

	@Test
	void oracleChoosesItsQuotes() {
		assertThat(text("select q'[it's secret]', nQ'!it's secret!' from t", DatabaseSystem.ORACLE))
			.isEqualTo("select ?, ? from t");
		assertThat(text("select q'[it's secret", DatabaseSystem.ORACLE)).isEqualTo("select ?");
	}

	@Test
	void numbersAreMasked() {
		assertThat(text("select 1, 1.5, .5, 1e10, 1.5E-3, 0xFF, -7, a+2, t1.c2, x_3 from t1", POSTGRES))
			.isEqualTo("select ?, ?, ?, ?, ?, ?, -?, a+?, t1.c2, x_3 from t1");
		assertThat(text("select {'a':1234, b:1234} from t", POSTGRES)).doesNotContain("1234");
	}

	@Test
	void parametersAreKept() {
		for (String sql : new String[] { "select * from t where a = ? and c = $2 and d = :name",
				"select a::text from t where b = @p1" }) {
			SqlStatement statement = SqlStatement.analyze(sql, POSTGRES);
			assertThat(statement.text()).isEqualTo(sql);
			assertThat(statement.repeatable()).isTrue();
		}
	}

	@Test
	void numbersOfParametersAreDropped() {
		assertThat(text("select * from t where a = ?1 and b = ?12", POSTGRES))
			.isEqualTo("select * from t where a = ? and b = ?");
	}

	@Test
	void listsAreCollapsed() {
		assertThat(text("select * from t where id in (1, 2, 3)", POSTGRES))
			.isEqualTo("select * from t where id in (?)");
		assertThat(text("select * from t where id in (?, ?,?)", POSTGRES)).isEqualTo("select * from t where id in (?)");
	}

	@Test
	void saysWhatIsDoneToWhat() {
		assertSummary("SELECT * FROM person WHERE id = ?", "SELECT person", "SELECT", "person");
		assertSummary("select p.id from shop.person p where p.id=?", "SELECT shop.person", "SELECT", "shop.person");
		assertSummary("insert into person(name) values (?)", "INSERT person", "INSERT", "person");
		assertSummary("update person set name = 'x'", "UPDATE person", "UPDATE", "person");
		assertSummary("delete from person", "DELETE person", "DELETE", "person");
		assertSummary("select 1", "SELECT", "SELECT", null);
		assertSummary("select * from a join b on a.i = b.i", "SELECT a b", null, null);
		assertSummary("select * from a; delete from b", "SELECT a; DELETE b", null, null);
		assertSummary("create table person (id int)", "CREATE TABLE person", null, null);
		assertSummary("drop index by_name", "DROP INDEX by_name", null, null);
		assertSummary("nothing known", null, null, null);
		assertSummary("", null, null, null);
		SqlStatement call = SqlStatement.analyze("{? = call total(?)}", POSTGRES);
		assertThat(call.storedProcedure()).isEqualTo("total");
		assertThat(call.operation()).isEqualTo("CALL");
		assertThat(call.summary()).isEqualTo("CALL total");
	}

	@Test
	void longTextsAreCut() {
		String sql = "select * from person where a = 'secret' and " + "b = ? or ".repeat(100_000) + "c = 'secret'";
		SqlStatement statement = SqlStatement.analyze(sql, POSTGRES);
		assertThat(statement.text()).hasSizeLessThanOrEqualTo(SqlMasking.LIMIT).doesNotContain("secret");
		assertThat(statement.summary()).isEqualTo("SELECT person");
		assertThat(statement.repeatable()).isFalse();
		SqlStatement literal = SqlStatement.analyze("select '" + "secret".repeat(1_000_000) + "' from person",
				POSTGRES);
		assertThat(literal.text()).isEqualTo("select ? from person");
	}

	@Test
	void nothingIsTooBroken() {
		for (String sql : new String[] { "'", "\"", "`", "[", "$", "$$", "$a", "--", "/*", "*/", "?", "q'", "q'[", "E'",
				"\\", "'\\", "e", "1e", "0x", ".", ":", "@", "#", "\0", "\ud800", "(((((", "in (", "identified",
				"identified by", "((".repeat(20_000), "select ".repeat(20_000), "🙂'🙂" }) {
			for (String name : new String[] { "postgresql", "mysql", "oracle.db", "microsoft.sql_server",
					"other_sql" }) {
				assertThat(SqlStatement.analyze(sql, DatabaseSystem.of(name))).isNotNull();
			}
		}
	}

	private static void assertSummary(String sql, String summary, String operation, String collection) {
		SqlStatement statement = SqlStatement.analyze(sql, POSTGRES);
		assertThat(statement.summary()).as(sql).isEqualTo(summary);
		assertThat(statement.operation()).as(sql).isEqualTo(operation);
		assertThat(statement.collection()).as(sql).isEqualTo(collection);
	}

	private static String text(String sql, DatabaseSystem system) {
		return SqlStatement.analyze(sql, system).text();
	}

}
