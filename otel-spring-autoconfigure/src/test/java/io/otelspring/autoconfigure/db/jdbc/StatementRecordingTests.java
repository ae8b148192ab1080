// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.db.jdbc;

import java.sql.BatchUpdateException;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import javax.sql.DataSource;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.testing.assertj.OpenTelemetryAssertions;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.semconv.DbAttributes;
import io.opentelemetry.semconv.ErrorAttributes;
import io.opentelemetry.semconv.ExceptionAttributes;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import io.otelspring.autoconfigure.ExportThread;
import io.otelspring.autoconfigure.Suppression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of what is recorded of statements, on a database in the process.
 */
class StatementRecordingTests {

	private final String url = RecordedStatements.databaseUrl();

	private final RecordedStatements recorded = new RecordedStatements();

	@Test
	void recordsAQuery() {
		run((connection) -> {
			try (PreparedStatement statement = connection
				.prepareStatement("select name from person where id = ? and name <> 'secret'")) {
				statement.setInt(1, 1);
				try (ResultSet results = statement.executeQuery()) {
					assertThat(results.next()).isTrue();
				}
			}
		});
		SpanData span = this.recorded.span();
		OpenTelemetryAssertions.assertThat(span)
			.hasName("SELECT person")
			.hasKind(SpanKind.CLIENT)
			.hasNoParent()
			.hasAttributesSatisfyingExactly(OpenTelemetryAssertions.equalTo(DbAttributes.DB_SYSTEM_NAME, "h2database"),
					OpenTelemetryAssertions.equalTo(DbAttributes.DB_NAMESPACE,
							this.url.substring("jdbc:h2:mem:".length(), this.url.indexOf(';'))),
					OpenTelemetryAssertions.equalTo(DbAttributes.DB_QUERY_SUMMARY, "SELECT person"),
					OpenTelemetryAssertions.equalTo(DbAttributes.DB_OPERATION_NAME, "SELECT"),
					OpenTelemetryAssertions.equalTo(DbAttributes.DB_COLLECTION_NAME, "person"), OpenTelemetryAssertions
						.equalTo(DbAttributes.DB_QUERY_TEXT, "select name from person where id = ? and name <> ?"));
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
		assertThat(span.getInstrumentationScopeInfo().getName()).isEqualTo("io.otelspring.jdbc");
	}

	@Test
	void recordsEachWayToExecute() {
		run((connection) -> {
			try (Statement statement = connection.createStatement()) {
				statement.execute("select 1");
				statement.execute("insert into person values (2, 'a')", Statement.RETURN_GENERATED_KEYS);
				statement.execute("insert into person values (3, 'a')", new int[] { 1 });
				statement.execute("insert into person values (4, 'a')", new String[] { "ID" });
				statement.executeQuery("select 1").close();
				assertThat(statement.executeUpdate("update person set name = 'b'")).isEqualTo(4);
				statement.executeUpdate("update person set name = 'b'", Statement.NO_GENERATED_KEYS);
				statement.executeUpdate("update person set name = 'b'", new int[] { 1 });
				statement.executeUpdate("update person set name = 'b'", new String[] { "ID" });
				assertThat(statement.executeLargeUpdate("delete from person where id = 9")).isZero();
				statement.executeLargeUpdate("delete from person where id = 9", Statement.NO_GENERATED_KEYS);
				statement.executeLargeUpdate("delete from person where id = 9", new int[] { 1 });
				statement.executeLargeUpdate("delete from person where id = 9", new String[] { "ID" });
			}
			for (PreparedStatement each : List.of(connection.prepareStatement("delete from person where id = 9"),
					connection.prepareStatement("delete from person where id = 9", Statement.RETURN_GENERATED_KEYS),
					connection.prepareStatement("delete from person where id = 9", new int[] { 1 }),
					connection.prepareStatement("delete from person where id = 9", new String[] { "ID" }),
					connection.prepareStatement("delete from person where id = 9", ResultSet.TYPE_FORWARD_ONLY,
							ResultSet.CONCUR_READ_ONLY),
					connection.prepareStatement("delete from person where id = 9", ResultSet.TYPE_FORWARD_ONLY,
							ResultSet.CONCUR_READ_ONLY, ResultSet.HOLD_CURSORS_OVER_COMMIT))) {
				each.execute();
				each.executeUpdate();
				each.executeLargeUpdate();
				each.close();
			}
			try (Statement statement = connection.createStatement(ResultSet.TYPE_FORWARD_ONLY,
					ResultSet.CONCUR_READ_ONLY)) {
				statement.execute("select 1");
			}
			try (Statement statement = connection.createStatement(ResultSet.TYPE_FORWARD_ONLY,
					ResultSet.CONCUR_READ_ONLY, ResultSet.HOLD_CURSORS_OVER_COMMIT)) {
				statement.execute("select 1");
			}
		});
		assertThat(this.recorded.spans()).hasSize(13 + 6 * 3 + 2);
		assertThat(this.recorded.names()).containsOnly("SELECT", "INSERT person", "UPDATE person", "DELETE person");
	}

	@Test
	void recordsCalls() {
		run((connection) -> {
			try (CallableStatement call = connection.prepareCall("call lower(?)")) {
				call.setString(1, "SECRET");
				try (ResultSet results = call.executeQuery()) {
					results.next();
					assertThat(results.getString(1)).isEqualTo("secret");
				}
				assertThat(call.getConnection()).isSameAs(connection);
				assertThat(call).isEqualTo(call).hasSameHashCodeAs(call);
				assertThatExceptionOfType(SQLException.class).isThrownBy(() -> call.setString("nobody", "x"));
			}
			connection.prepareCall("call lower('X')", ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY).close();
		});
		assertThat(this.recorded.span().getName()).isEqualTo("CALL lower");
		assertThat(this.recorded.span().getAttributes().get(DbAttributes.DB_STORED_PROCEDURE_NAME)).isEqualTo("lower");
	}

	@Test
	void recordsABatchOnce() {
		run((connection) -> {
			try (PreparedStatement statement = connection.prepareStatement("insert into person values (?, ?)")) {
				for (int i = 10; i < 13; i++) {
					statement.setInt(1, i);
					statement.setString(2, "secret");
					statement.addBatch();
				}
				assertThat(statement.executeBatch()).containsExactly(1, 1, 1);
				statement.setInt(1, 20);
				statement.setString(2, "secret");
				statement.addBatch();
				statement.executeLargeBatch();
				statement.executeBatch();
				statement.addBatch();
				statement.clearBatch();
				statement.executeBatch();
			}
		});
		assertThat(this.recorded.names()).containsExactly("BATCH INSERT person", "INSERT person");
		assertThat(attribute(0, DbAttributes.DB_OPERATION_BATCH_SIZE)).isEqualTo(3L);
		assertThat(attribute(0, DbAttributes.DB_OPERATION_NAME)).isEqualTo("BATCH INSERT");
		assertThat(attribute(0, DbAttributes.DB_QUERY_SUMMARY)).isEqualTo("BATCH INSERT person");
		assertThat(attribute(0, DbAttributes.DB_COLLECTION_NAME)).isEqualTo("person");
		assertThat(attribute(1, DbAttributes.DB_OPERATION_BATCH_SIZE)).isNull();
	}

	@Test
	void recordsABatchOfDifferentStatements() {
		run((connection) -> {
			try (Statement statement = connection.createStatement()) {
				statement.addBatch("insert into person values (30, 'secret')");
				statement.addBatch("insert into person values (31, 'secret')");
				statement.executeBatch();
				statement.addBatch("insert into person values (32, 'secret')");
				statement.addBatch("delete from person where name = 'secret'");
				statement.executeBatch();
			}
		});
		assertThat(this.recorded.names()).containsExactly("BATCH INSERT person", "BATCH");
		assertThat(attribute(0, DbAttributes.DB_QUERY_TEXT)).isEqualTo("insert into person values (?, ?)");
		assertThat(attribute(1, DbAttributes.DB_QUERY_TEXT))
			.isEqualTo("insert into person values (?, ?); delete from person where name = ?");
		assertThat(attribute(1, DbAttributes.DB_OPERATION_BATCH_SIZE)).isEqualTo(2L);
	}

	@Test
	void manyTextsInABatchDoNotFillTheSpan() {
		run((connection) -> {
			try (Statement statement = connection.createStatement()) {
				for (int i = 0; i < 500; i++) {
					statement.addBatch("update person set name = '" + "x".repeat(i % 9) + "' where id = id + " + i
							+ " or " + "id = id or ".repeat(i) + "true");
				}
				statement.executeBatch();
			}
		});
		assertThat(attribute(0, DbAttributes.DB_OPERATION_BATCH_SIZE)).isEqualTo(500L);
		assertThat((String) attribute(0, DbAttributes.DB_QUERY_TEXT)).hasSizeLessThanOrEqualTo(8192);
		assertThat(this.recorded.names()).containsExactly("BATCH UPDATE person");
	}

	@Test
	void recordsAFailureOnceAndThrowsTheSameException() {
		SQLException failure = new SQLException("Key (email)=(joe@example.com) already exists: 'secret'", "23505",
				new IllegalStateException("secret 'secret'"));
		this.recorded.application()
			.withBean("failing", DataSource.class, () -> new FailingDataSource(this.url, failure))
			.run((context) -> {
				try (Connection connection = context.getBean(DataSource.class).getConnection();
						Statement statement = connection.createStatement()) {
					assertThatExceptionOfType(SQLException.class)
						.isThrownBy(() -> statement.execute("insert into person values (1, 'secret')"))
						.isSameAs(failure);
				}
			});
		SpanData span = this.recorded.span();
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(span.getStatus().getDescription()).isEqualTo("Key …");
		assertThat(span.getAttributes().get(ErrorAttributes.ERROR_TYPE)).isEqualTo(SQLException.class.getName());
		assertThat(span.getAttributes().get(DbAttributes.DB_RESPONSE_STATUS_CODE)).isEqualTo("23505");
		assertThat(span.getEvents()).hasSize(1);
		assertThat(span.getEvents().get(0).getName()).isEqualTo("exception");
		String trace = span.getEvents().get(0).getAttributes().get(ExceptionAttributes.EXCEPTION_STACKTRACE);
		assertThat(trace).contains("java.sql.SQLException: Key …",
				"Caused by: java.lang.IllegalStateException: secret …", "\tat io.otelspring");
		assertThat(span.toString()).doesNotContain("joe@example.com").doesNotContain("'secret'");
		HistogramPointData point = durations().iterator().next();
		assertThat(point.getAttributes().get(ErrorAttributes.ERROR_TYPE)).isEqualTo(SQLException.class.getName());
		assertThat(point.getAttributes().get(DbAttributes.DB_RESPONSE_STATUS_CODE)).isEqualTo("23505");
	}

	@Test
	void recordsAStatementThatCannotBePrepared() {
		run((connection) -> assertThatExceptionOfType(SQLException.class)
			.isThrownBy(() -> connection.prepareStatement("select name from nobody where id = ?")));
		SpanData span = this.recorded.span();
		assertThat(span.getName()).isEqualTo("SELECT nobody");
		assertThat(span.getKind()).isEqualTo(SpanKind.CLIENT);
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(span.getAttributes().get(DbAttributes.DB_RESPONSE_STATUS_CODE)).isEqualTo("42S02");
		assertThat(span.getEvents()).hasSize(1);
		assertThat(durations()).filteredOn((point) -> point.getAttributes().get(ErrorAttributes.ERROR_TYPE) != null)
			.hasSize(1);
	}

	@Test
	void errorsOfRealDatabasesDoNotQuoteStatements() {
		run((connection) -> {
			try (Statement statement = connection.createStatement()) {
				assertThatExceptionOfType(SQLException.class).isThrownBy(
						() -> statement.execute("select nothing from person where name = 'secret' and x = 1029384756"));
				assertThatExceptionOfType(SQLException.class)
					.isThrownBy(() -> statement.execute("insert into person values (1, 'secret')"));
				assertThatExceptionOfType(SQLException.class)
					.isThrownBy(() -> statement.execute("select cast('secret' as int)"));
				assertThatExceptionOfType(SQLException.class)
					.isThrownBy(() -> statement.execute("selct * form person where x = 'secret"));
				statement.addBatch("insert into person values (1, 'secret')");
				statement.addBatch("insert into person values (1, 'secret')");
				assertThatExceptionOfType(BatchUpdateException.class).isThrownBy(statement::executeBatch);
			}
		});
		assertThat(this.recorded.spans()).hasSize(5)
			.allSatisfy((span) -> assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR))
			.allSatisfy((span) -> assertThat(span.getEvents()).hasSize(1));
		assertThat(this.recorded.spans().toString()).doesNotContain("secret").doesNotContain("1029384756");
	}

	@Test
	void recordsTheDurationOfWhatIsNotSampled() {
		RecordedStatements unsampled = new RecordedStatements(Sampler.alwaysOff());
		unsampled.application().withBean("shop", DataSource.class, this::dataSource).run((context) -> {
			create(context.getBean(DataSource.class));
			query(context.getBean(DataSource.class));
		});
		assertThat(unsampled.spans()).isEmpty();
		MetricData duration = unsampled.metric("db.client.operation.duration").orElseThrow();
		assertThat(duration.getUnit()).isEqualTo("s");
		HistogramPointData query = duration.getHistogramData()
			.getPoints()
			.stream()
			.filter((point) -> "SELECT person".equals(point.getAttributes().get(DbAttributes.DB_QUERY_SUMMARY)))
			.findFirst()
			.orElseThrow();
		assertThat(query.getCount()).isOne();
		assertThat(query.getBoundaries()).containsExactly(0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 10.0);
		assertThat(query.getAttributes().get(DbAttributes.DB_SYSTEM_NAME)).isEqualTo("h2database");
		assertThat(query.getAttributes().get(DbAttributes.DB_QUERY_TEXT)).isNull();
		assertThat(query.getAttributes().get(ErrorAttributes.ERROR_TYPE)).isNull();
	}

	@Test
	void recordsNothingWhereNothingIsToBeRecorded() {
		run((connection) -> {
			try (Scope scope = Suppression.suppress(Context.current()).makeCurrent();
					Statement statement = connection.createStatement()) {
				statement.execute("select 1");
			}
			ExportThread.wrap(() -> {
				try (Statement statement = connection.createStatement()) {
					statement.execute("select 1");
				}
				catch (SQLException ex) {
					throw new IllegalStateException(ex);
				}
			}).run();
		});
		assertThat(this.recorded.spans()).isEmpty();
	}

	@Test
	void recordsNoConnectionsTransactionsNorValidation() {
		run((connection) -> {
			connection.setAutoCommit(false);
			connection.commit();
			connection.rollback();
			connection.setAutoCommit(true);
			assertThat(connection.isValid(1)).isTrue();
			connection.getMetaData().getTables(null, null, null, null).close();
		});
		assertThat(this.recorded.spans()).isEmpty();
	}

	@Test
	void spansAreChildrenOfWhatIsCurrent() {
		run((connection) -> {
			Span parent = this.recorded.sdk().getTracer("test").spanBuilder("parent").startSpan();
			try (Scope scope = parent.makeCurrent(); Statement statement = connection.createStatement()) {
				statement.execute("select 1");
				assertThat(Span.current()).isSameAs(parent);
			}
			parent.end();
		});
		assertThat(this.recorded.spans().get(0).getParentSpanId()).isEqualTo(this.recorded.spans().get(1).getSpanId());
	}

	@Test
	void brokenStatementsFailAsBefore() throws SQLException {
		String broken = "selct 'unfinished";
		SQLException expected = null;
		try (Connection plain = dataSource().getConnection(); Statement statement = plain.createStatement()) {
			statement.execute(broken);
		}
		catch (SQLException ex) {
			expected = ex;
		}
		String message = (expected != null) ? expected.getMessage() : null;
		run((connection) -> {
			try (Statement statement = connection.createStatement()) {
				assertThatExceptionOfType(SQLException.class).isThrownBy(() -> statement.execute(broken))
					.withMessage(message);
				assertThatExceptionOfType(Exception.class).isThrownBy(() -> statement.execute(null));
			}
			assertThatExceptionOfType(Exception.class).isThrownBy(() -> connection.prepareStatement(null));
		});
		assertThat(this.recorded.spans().toString()).doesNotContain("unfinished");
	}

	private void run(ConnectionUse use) {
		this.recorded.application().withBean("shop", DataSource.class, this::dataSource).run((context) -> {
			DataSource dataSource = context.getBean(DataSource.class);
			create(dataSource);
			this.recorded.clear();
			try (Connection connection = dataSource.getConnection()) {
				use.with(connection);
			}
		});
	}

	private DataSource dataSource() {
		return new DriverManagerDataSource(this.url);
	}

	private static void create(DataSource dataSource) throws SQLException {
		try (Connection connection = dataSource.getConnection(); Statement statement = connection.createStatement()) {
			statement.execute("create table person (id int primary key, name varchar(200))");
			statement.execute("insert into person values (1, 'joe')");
		}
	}

	private static void query(DataSource dataSource) throws SQLException {
		try (Connection connection = dataSource.getConnection();
				PreparedStatement statement = connection.prepareStatement("select * from person")) {
			statement.executeQuery().close();
		}
	}

	private Iterable<HistogramPointData> durations() {
		return this.recorded.metric("db.client.operation.duration").orElseThrow().getHistogramData().getPoints();
	}

	private Object attribute(int span, AttributeKey<?> key) {
		return this.recorded.spans().get(span).getAttributes().get(key);
	}

	private interface ConnectionUse {

		void with(Connection connection) throws SQLException;

	}

}
