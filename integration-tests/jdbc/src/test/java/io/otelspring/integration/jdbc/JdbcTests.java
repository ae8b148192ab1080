// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.jdbc;

import java.io.IOException;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import io.otelspring.test.OtlpCollector;
import io.otelspring.test.PrintedTraces;
import io.otelspring.test.ReceivedMetric;
import io.otelspring.test.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * An application on PostgreSQL, by JDBC and by JPA, and what a collector receives of it.
 */
class JdbcTests {

	private static final String SECRET = "correct-horse-battery-staple";

	// Longer than what an id or a time is likely to contain by chance.
	private static final String NUMBER = "1029384756";

	private static final PrintedTraces printed = PrintedTraces.keep();

	private static OtlpCollector collector;

	private static EmbeddedPostgres postgres;

	private static ConfigurableApplicationContext context;

	@BeforeAll
	static void start() throws IOException {
		collector = OtlpCollector.start();
		postgres = EmbeddedPostgres.start();
		context = run("jdbc:postgresql://localhost:" + postgres.getPort() + "/postgres?user=postgres&password=" + SECRET
				+ "&ApplicationName=shop", PrintedTraces.ARGUMENT);
		context.getBean(JdbcTemplate.class).execute("create table account (id int primary key, email text unique)");
	}

	@AfterAll
	static void stop() throws IOException {
		context.close();
		assertThat(collector.requests().toString()).doesNotContain(SECRET);
		assertNoSecret();
		postgres.close();
		collector.close();
		printed.close();
	}

	@Test
	void aQueryIsASpanBelowTheCaller() {
		JdbcClient client = context.getBean(JdbcClient.class);
		ReceivedSpan caller = inSpan("query",
				() -> client
					.sql("select id from account where email = :email and email <> '" + SECRET + "' and id > " + NUMBER)
					.param("email", SECRET)
					.query(Integer.class)
					.list());
		ReceivedSpan query = child(caller);
		assertThat(query.name()).isEqualTo("SELECT account");
		assertThat(query.kind()).isEqualTo(ReceivedSpan.Kind.CLIENT);
		assertThat(query.attributes()).containsExactlyInAnyOrderEntriesOf(
				Map.of("db.system.name", "postgresql", "db.namespace", "postgres", "db.operation.name", "SELECT",
						"db.collection.name", "account", "db.query.summary", "SELECT account", "db.query.text",
						"select id from account where email = ? and email <> ? and id > ?", "server.address",
						"localhost", "server.port", (long) postgres.getPort()));
		assertThat(query.status()).isEqualTo(ReceivedSpan.StatusCode.UNSET);
		printed.areShown("jdbc.md", caller);
	}

	@Test
	void aBatchIsOneSpan() {
		JdbcTemplate template = context.getBean(JdbcTemplate.class);
		ReceivedSpan caller = inSpan("batch", () -> template.batchUpdate("insert into account values (?, ?)",
				List.of(new Object[] { 100, "a" + SECRET }, new Object[] { 101, "b" + SECRET })));
		ReceivedSpan batch = child(caller);
		assertThat(batch.name()).isEqualTo("BATCH INSERT account");
		assertThat(batch.attributes()).containsEntry("db.operation.batch.size", 2L)
			.containsEntry("db.query.text", "insert into account values (?, ?)");
		printed.areShown("jdbc.md", caller);
	}

	@Test
	void aFailureTellsTheCodeAndNoValue() {
		JdbcTemplate template = context.getBean(JdbcTemplate.class);
		template.update("insert into account values (200, '" + SECRET + "')");
		ReceivedSpan caller = inSpan("duplicate",
				() -> assertThatExceptionOfType(DuplicateKeyException.class)
					.isThrownBy(() -> template.update("insert into account values (201, '" + SECRET + "')"))
					.withMessageContaining(SECRET));
		ReceivedSpan insert = child(caller);
		assertThat(insert.name()).isEqualTo("INSERT account");
		assertThat(insert.status()).isEqualTo(ReceivedSpan.StatusCode.ERROR);
		assertThat(insert.attributes()).containsEntry("error.type", "org.postgresql.util.PSQLException")
			.containsEntry("db.response.status_code", "23505");
		assertThat(insert.events()).hasSize(1);
		assertThat(insert.events().get(0).attributes()).containsEntry("exception.message",
				"ERROR: duplicate key value violates unique constraint …");
		ReceivedMetric duration = collector
			.awaitMetric((metric) -> metric.name().equals("db.client.operation.duration") && metric.points()
				.stream()
				.anyMatch((point) -> "23505".equals(point.attributes().get("db.response.status_code"))));
		assertThat(duration.unit()).isEqualTo("s");
		printed.areShown("jdbc.md", caller);
	}

	@Test
	void aTransactionIsItsStatements() {
		JdbcTemplate template = context.getBean(JdbcTemplate.class);
		TransactionTemplate transaction = new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
		ReceivedSpan caller = inSpan("transaction", () -> transaction.execute((status) -> {
			template.update("insert into account values (300, 'x')");
			template.update("update account set email = 'y' where id = 300");
			status.setRollbackOnly();
			return null;
		}));
		child(caller);
		List<ReceivedSpan> statements = collector.spans().stream().filter((span) -> span.isChildOf(caller)).toList();
		assertThat(statements).extracting(ReceivedSpan::name)
			.containsExactlyInAnyOrder("INSERT account", "UPDATE account");
		assertThat(template.queryForObject("select count(*) from account where id = 300", Integer.class)).isZero();
	}

	@Test
	void repositoriesAreRecordedByTheirStatements() {
		ParcelRepository repository = context.getBean(ParcelRepository.class);
		ReceivedSpan caller = inSpan("jpa", () -> {
			repository.save(new Parcel(1L, SECRET));
			assertThat(repository.findById(1L)).isPresent();
		});
		ReceivedSpan insert = collector
			.awaitSpan((span) -> span.isChildOf(caller) && span.name().equals("INSERT parcel"));
		assertThat(insert.attributes()).containsEntry("db.collection.name", "parcel");
		assertThat(collector.spans().stream().filter((span) -> span.isChildOf(caller))).extracting(ReceivedSpan::name)
			.containsExactlyInAnyOrder("SELECT parcel", "INSERT parcel", "SELECT parcel");
	}

	@Test
	void vendorsInterfacesAreReached() throws Exception {
		try (Connection connection = context.getBean(DataSource.class).getConnection()) {
			assertThat(connection.unwrap(PGConnection.class).getBackendPID()).isPositive();
		}
		assertThat(context.getBean(HikariDataSource.class).getConnectionTestQuery()).contains("health_check");
	}

	@Test
	void healthChecksAndValidationAreSilent() {
		assertThat(context.getBean(HealthEndpoint.class).healthForPath("db").getStatus()).isEqualTo(Status.UP);
		inSpan("after the health check", () -> context.getBean(JdbcTemplate.class).execute("select 1"));
		assertThat(collector.spans()).noneMatch((span) -> span.attributes().toString().contains("health_check"));
	}

	@Test
	void poolsAreMeasuredByBoth() {
		MeterRegistry registry = context.getBean(MeterRegistry.class);
		inSpan("pool", () -> context.getBean(JdbcTemplate.class).execute("select 1"));
		assertThat(registry.find("hikaricp.connections.max").gauge()).isNotNull();
		assertThat(registry.get("hikaricp.connections.acquire").timer().count()).isPositive();
		for (String name : List.of("count", "max", "idle.max", "idle.min", "pending_requests", "wait_time",
				"use_time")) {
			ReceivedMetric metric = collector.awaitMetric("db.client.connection." + name);
			assertThat(metric.points().get(0).attributes()).containsEntry("db.client.connection.pool.name", "shop");
		}
	}

	@Test
	void aDatabaseThatIsDownFailsAsBefore() {
		try (ConfigurableApplicationContext down = run("jdbc:postgresql://localhost:1/shop?password=" + SECRET,
				"--spring.jpa.hibernate.ddl-auto=none", "--spring.datasource.hikari.connection-timeout=300",
				"--spring.jpa.properties.hibernate.boot.allow_jdbc_metadata_access=false",
				"--spring.datasource.hikari.pool-name=down",
				"--spring.jpa.database-platform=org.hibernate.dialect.PostgreSQLDialect")) {
			assertThatExceptionOfType(DataAccessException.class)
				.isThrownBy(() -> down.getBean(JdbcTemplate.class).execute("select 1"));
		}
	}

	private static ReceivedSpan inSpan(String name, Runnable work) {
		Span span = context.getBean(Tracer.class).spanBuilder(name).startSpan();
		try (Scope scope = span.makeCurrent()) {
			work.run();
		}
		finally {
			span.end();
		}
		return collector.awaitSpan((received) -> received.spanId().equals(span.getSpanContext().getSpanId()));
	}

	private static ReceivedSpan child(ReceivedSpan caller) {
		Predicate<ReceivedSpan> isChild = (span) -> span.isChildOf(caller);
		return collector.awaitSpan(isChild);
	}

	private static void assertNoSecret() {
		assertThat(collector.spans().toString()).doesNotContain(SECRET).doesNotContain(NUMBER);
		assertThat(collector.metrics().toString()).doesNotContain(SECRET);
		assertThat(collector.spans()).extracting(ReceivedSpan::name).doesNotContain("COMMIT", "ROLLBACK", "BEGIN");
	}

	private static ConfigurableApplicationContext run(String url, String... arguments) {
		String[] all = new String[arguments.length + 10];
		System.arraycopy(arguments, 0, all, 10, arguments.length);
		all[0] = "--spring.main.web-application-type=none";
		all[1] = "--spring.datasource.url=" + url;
		all[2] = "--spring.datasource.hikari.pool-name=shop";
		all[3] = "--spring.datasource.hikari.connection-test-query=select 1 as health_check";
		all[4] = "--spring.jpa.hibernate.ddl-auto=create";
		all[5] = "--spring.jpa.open-in-view=false";
		all[6] = "--otel.exporter.otlp.endpoint=" + collector.httpEndpoint();
		all[7] = "--otel.bsp.schedule.delay=100ms";
		all[8] = "--otel.metric.export.interval=300ms";
		all[9] = "--otel.service.name=shop";
		// The last of two arguments of one name would only be added to the first.
		java.util.Set<String> given = new java.util.HashSet<>();
		List<String> distinct = new java.util.ArrayList<>();
		for (int i = all.length - 1; i >= 0; i--) {
			if (given.add(all[i].substring(0, all[i].indexOf('=')))) {
				distinct.add(all[i]);
			}
		}
		return new SpringApplicationBuilder(Application.class).run(distinct.toArray(String[]::new));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableJpaRepositories(considerNestedRepositories = true)
	static class Application {

	}

	/**
	 * An entity.
	 */
	@Entity(name = "parcel")
	static class Parcel {

		@Id
		private Long id;

		private String content;

		Parcel() {
		}

		Parcel(Long id, String content) {
			this.id = id;
			this.content = content;
		}

	}

	interface ParcelRepository extends JpaRepository<Parcel, Long> {

	}

}
