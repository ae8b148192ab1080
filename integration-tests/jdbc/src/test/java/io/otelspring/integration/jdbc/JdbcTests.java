// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.jdbc;

import java.io.IOException;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import io.otelspring.test.ObservedApplication;
import io.otelspring.test.OtlpCollector;
import io.otelspring.test.PrintedTraces;
import io.otelspring.test.ReceivedMetric;
import io.otelspring.test.ReceivedSpan;
import io.otelspring.test.ServerProcess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * An application on PostgreSQL, by JDBC and by JPA, and what a collector receives of it.
 */
class JdbcTests {

	private static final Duration START = Duration.ofMinutes(3);

	private static final String SECRET = "correct-horse-battery-staple";

	// Longer than what an id or a time is likely to contain by chance.
	private static final String NUMBER = "1029384756";

	private static final PrintedTraces printed = PrintedTraces.keep();

	private static OtlpCollector collector;

	private static EmbeddedPostgres postgres;

	private static ObservedApplication application;

	@BeforeAll
	static void start() throws IOException {
		collector = OtlpCollector.start();
		postgres = EmbeddedPostgres.builder().setPort(ServerProcess.freePort()).setPGStartupWait(START).start();
		application = run("jdbc:postgresql://localhost:" + postgres.getPort() + "/postgres?user=postgres&password="
				+ SECRET + "&ApplicationName=shop", PrintedTraces.ARGUMENT);
		application.bean(JdbcTemplate.class).execute("create table account (id int primary key, email text unique)");
	}

	@AfterAll
	static void stop() throws IOException {
		application.close();
		assertThat(collector.requests().toString()).doesNotContain(SECRET);
		assertNoSecret();
		postgres.close();
		collector.close();
		printed.close();
	}

	@Test
	void aQueryIsASpanBelowTheCaller() {
		JdbcClient client = application.bean(JdbcClient.class);
		ReceivedSpan caller = application.inSpan("query",
				() -> client
					.sql("select id from account where email = :email and email <> '" + SECRET + "' and id > " + NUMBER)
					.param("email", SECRET)
					.query(Integer.class)
					.list());
		ReceivedSpan query = collector.awaitChild(caller);
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
		JdbcTemplate template = application.bean(JdbcTemplate.class);
		ReceivedSpan caller = application.inSpan("batch",
				() -> template.batchUpdate("insert into account values (?, ?)",
						List.of(new Object[] { 100, "a" + SECRET }, new Object[] { 101, "b" + SECRET })));
		ReceivedSpan batch = collector.awaitChild(caller);
		assertThat(batch.name()).isEqualTo("BATCH INSERT account");
		assertThat(batch.attributes()).containsEntry("db.operation.batch.size", 2L)
			.containsEntry("db.query.text", "insert into account values (?, ?)");
		printed.areShown("jdbc.md", caller);
	}

	@Test
	void aFailureTellsTheCodeAndNoValue() {
		JdbcTemplate template = application.bean(JdbcTemplate.class);
		template.update("insert into account values (200, '" + SECRET + "')");
		ReceivedSpan caller = application.inSpan("duplicate",
				() -> assertThatExceptionOfType(DuplicateKeyException.class)
					.isThrownBy(() -> template.update("insert into account values (201, '" + SECRET + "')"))
					.withMessageContaining(SECRET));
		ReceivedSpan insert = collector.awaitChild(caller);
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
		JdbcTemplate template = application.bean(JdbcTemplate.class);
		TransactionTemplate transaction = new TransactionTemplate(application.bean(PlatformTransactionManager.class));
		ReceivedSpan caller = application.inSpan("transaction", () -> transaction.execute((status) -> {
			template.update("insert into account values (300, 'x')");
			template.update("update account set email = 'y' where id = 300");
			status.setRollbackOnly();
			return null;
		}));
		collector.awaitChild(caller);
		List<ReceivedSpan> statements = collector.children(caller);
		assertThat(statements).extracting(ReceivedSpan::name)
			.containsExactlyInAnyOrder("INSERT account", "UPDATE account");
		assertThat(template.queryForObject("select count(*) from account where id = 300", Integer.class)).isZero();
	}

	@Test
	void repositoriesAreRecordedByTheirStatements() {
		ParcelRepository repository = application.bean(ParcelRepository.class);
		ReceivedSpan caller = application.inSpan("jpa", () -> {
			repository.save(new Parcel(1L, SECRET));
			assertThat(repository.findById(1L)).isPresent();
		});
		ReceivedSpan insert = collector.awaitChild(caller, "INSERT parcel");
		assertThat(insert.attributes()).containsEntry("db.collection.name", "parcel");
		assertThat(collector.children(caller)).extracting(ReceivedSpan::name)
			.containsExactlyInAnyOrder("SELECT parcel", "INSERT parcel", "SELECT parcel");
	}

	@Test
	void vendorsInterfacesAreReached() throws Exception {
		try (Connection connection = application.bean(DataSource.class).getConnection()) {
			assertThat(connection.unwrap(PGConnection.class).getBackendPID()).isPositive();
		}
		assertThat(application.bean(HikariDataSource.class).getConnectionTestQuery()).contains("health_check");
	}

	@Test
	void healthChecksAndValidationAreSilent() {
		assertThat(application.bean(HealthEndpoint.class).healthForPath("db").getStatus()).isEqualTo(Status.UP);
		application.inSpan("after the health check", () -> application.bean(JdbcTemplate.class).execute("select 1"));
		assertThat(collector.spans()).noneMatch((span) -> span.attributes().toString().contains("health_check"));
	}

	@Test
	void poolsAreMeasuredByBoth() {
		MeterRegistry registry = application.bean(MeterRegistry.class);
		application.inSpan("pool", () -> application.bean(JdbcTemplate.class).execute("select 1"));
		assertThat(registry.find("hikaricp.connections.max").gauge()).isNotNull();
		assertThat(registry.get("hikaricp.connections.acquire").timer().count()).isPositive();
		for (String name : List.of("count", "max", "idle.max", "idle.min", "pending_requests", "wait_time",
				"use_time")) {
			collector.awaitMetric((metric) -> metric.name().equals("db.client.connection." + name)
					&& metric.point(Map.of("db.client.connection.pool.name", "shop")).isPresent());
		}
	}

	@Test
	void aDatabaseThatIsDownFailsAsBefore() {
		try (ObservedApplication down = run("jdbc:postgresql://localhost:1/shop?password=" + SECRET,
				"--spring.jpa.hibernate.ddl-auto=none", "--spring.datasource.hikari.connection-timeout=300",
				"--spring.jpa.properties.hibernate.boot.allow_jdbc_metadata_access=false",
				"--spring.datasource.hikari.pool-name=down",
				"--spring.jpa.database-platform=org.hibernate.dialect.PostgreSQLDialect")) {
			assertThatExceptionOfType(DataAccessException.class)
				.isThrownBy(() -> down.bean(JdbcTemplate.class).execute("select 1"));
		}
	}

	private static void assertNoSecret() {
		assertThat(collector.spans().toString()).doesNotContain(SECRET).doesNotContain(NUMBER);
		assertThat(collector.metrics().toString()).doesNotContain(SECRET);
		assertThat(collector.spans()).extracting(ReceivedSpan::name).doesNotContain("COMMIT", "ROLLBACK", "BEGIN");
	}

	private static ObservedApplication run(String url, String... arguments) {
		List<String> all = new ArrayList<>(List.of("--spring.main.web-application-type=none",
				"--spring.datasource.url=" + url, "--spring.datasource.hikari.pool-name=shop",
				"--spring.datasource.hikari.connection-test-query=select 1 as health_check",
				"--spring.jpa.hibernate.ddl-auto=create", "--spring.jpa.open-in-view=false",
				"--otel.service.name=shop"));
		all.addAll(List.of(arguments));
		return ObservedApplication.run(collector, Application.class, all.toArray(String[]::new));
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
