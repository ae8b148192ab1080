// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.r2dbc;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryOptions;
import io.r2dbc.spi.Statement;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.data.annotation.Id;
import org.springframework.data.r2dbc.core.R2dbcEntityTemplate;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.ReactiveTransactionManager;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.otelspring.test.ObservedApplication;
import io.otelspring.test.OtlpCollector;
import io.otelspring.test.PrintedTraces;
import io.otelspring.test.ReceivedMetric;
import io.otelspring.test.ReceivedSpan;
import io.otelspring.test.ServerProcess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * An application on a real PostgreSQL and what a collector receives of it.
 */
class R2dbcTests {

	private static final Duration LONG = Duration.ofMinutes(1);

	private static final Duration START = Duration.ofMinutes(3);

	private static final String SECRET = "correct horse battery staple";

	private static final String PASSWORD = "hunter2";

	private static final PrintedTraces printed = PrintedTraces.keep();

	private static OtlpCollector collector;

	private static EmbeddedPostgres postgres;

	private static ObservedApplication application;

	private static DatabaseClient client;

	private static int port;

	@BeforeAll
	static void start() throws IOException {
		collector = OtlpCollector.start();
		postgres = EmbeddedPostgres.builder().setPort(ServerProcess.freePort()).setPGStartupWait(START).start();
		port = postgres.getPort();
		application = run(Application.class, url(port), PrintedTraces.ARGUMENT);
		client = application.bean(DatabaseClient.class);
		client.sql("create table account (id int primary key, email text unique)").then().block(LONG);
	}

	@AfterAll
	static void stop() throws IOException {
		application.close();
		postgres.close();
		collector.close();
		printed.close();
	}

	@Test
	void eachStatementIsASpanBelowTheCaller() {
		ReceivedSpan caller = application.inSpan("find account",
				() -> client.sql("select id from account where email = '" + SECRET + "' and id > :id")
					.bind("id", 7)
					.fetch()
					.all()
					.collectList()
					.block(LONG));
		ReceivedSpan select = collector.awaitChild(caller);
		assertThat(select.name()).isEqualTo("SELECT account");
		assertThat(select.kind()).isEqualTo(ReceivedSpan.Kind.CLIENT);
		assertThat(select.status()).isEqualTo(ReceivedSpan.StatusCode.UNSET);
		assertThat(select.attributes())
			.containsExactlyInAnyOrderEntriesOf(Map.of("db.system.name", "postgresql", "db.namespace", "postgres",
					"db.collection.name", "account", "db.operation.name", "SELECT", "db.query.summary",
					"SELECT account", "db.query.text", "select id from account where email = ? and id > $1",
					"server.address", "localhost", "server.port", (long) port));
		assertThat(collector.children(caller)).hasSize(1);
		printed.areShown("r2dbc.md", caller);
	}

	@Test
	void statementsOfATransactionAreSiblings() {
		TransactionalOperator transaction = TransactionalOperator
			.create(application.bean(ReactiveTransactionManager.class));
		ReceivedSpan caller = application.inSpan("transaction",
				() -> client.sql("insert into account values (1, 'one')")
					.fetch()
					.rowsUpdated()
					.then(client.sql("select count(*) from account").fetch().one())
					.as(transaction::transactional)
					.block(LONG));
		collector.awaitChild(caller, "INSERT account");
		collector.awaitChild(caller, "SELECT account");
		assertThat(collector.children(caller)).hasSize(2);
	}

	@Test
	void entitiesAreRecorded() {
		R2dbcEntityTemplate template = application.bean(R2dbcEntityTemplate.class);
		ReceivedSpan caller = application.inSpan("entity",
				() -> template.select(Account.class).from("account").all().collectList().block(LONG));
		assertThat(collector.awaitChild(caller).name()).isEqualTo("SELECT account");
	}

	@Test
	void anErrorIsTheDatabases() {
		client.sql("insert into account values (2, '" + SECRET + "') on conflict do nothing").then().block(LONG);
		ReceivedSpan caller = application.inSpan("error", () -> assertThatExceptionOfType(DuplicateKeyException.class)
			.isThrownBy(() -> client.sql("insert into account values (3, '" + SECRET + "')").then().block(LONG)));
		ReceivedSpan insert = collector.awaitChild(caller);
		assertThat(insert.status()).isEqualTo(ReceivedSpan.StatusCode.ERROR);
		assertThat(insert.attributes()).containsEntry("db.response.status_code", "23505")
			.hasEntrySatisfying("error.type", (type) -> assertThat(type.toString()).startsWith("io.r2dbc."));
		assertThat(insert.events()).hasSize(1);
	}

	@Test
	void severalSetsOfValuesAreABatch() {
		ReceivedSpan caller = application.inSpan("batch", () -> client.inConnectionMany((connection) -> {
			Statement statement = connection.createStatement("insert into account values ($1, $2)");
			statement.bind(0, 10).bind(1, "a").add();
			statement.bind(0, 11).bind(1, "b").add();
			statement.bind(0, 12).bind(1, "c");
			return Flux.from(statement.execute()).flatMap((result) -> result.getRowsUpdated());
		}).collectList().block(LONG));
		ReceivedSpan insert = collector.awaitChild(caller);
		assertThat(insert.name()).isEqualTo("BATCH INSERT account");
		assertThat(insert.attributes()).containsEntry("db.operation.batch.size", 3L);
	}

	@Test
	void whoeverNeedsOneRowCancelsTheRest() {
		ReceivedSpan caller = application.inSpan("first",
				() -> client.sql("select generate_series(1, 1000) as n").fetch().first().block(LONG));
		ReceivedSpan select = collector.awaitChild(caller);
		assertThat(select.status()).isEqualTo(ReceivedSpan.StatusCode.UNSET);
		assertThat(select.attributes()).doesNotContainKey("error.type");
	}

	@Test
	void eachSubscriptionIsAnExecution() {
		Mono<Map<String, Object>> one = client.sql("select 1 as one").fetch().one();
		ReceivedSpan caller = application.inSpan("twice", () -> {
			one.block(LONG);
			one.block(LONG);
		});
		collector.await("two spans",
				() -> Optional.of(collector.children(caller)).filter((spans) -> spans.size() == 2));
	}

	@Test
	void thePoolKeepsItsTypeAndItsWorkIsSilent() {
		assertThat(application.bean(ConnectionFactory.class)).isInstanceOf(ConnectionPool.class);
		assertThat(application.bean(ConnectionPool.class).getMetrics()).isPresent();
		try (ObservedApplication validating = run(Application.class, url(port),
				"--spring.r2dbc.pool.validation-query=select 'validation'")) {
			DatabaseClient other = validating.bean(DatabaseClient.class);
			ReceivedSpan caller = application.inSpan("validated",
					() -> other.sql("select 2 as two").fetch().one().block(LONG));
			collector.awaitChild(caller);
			assertThat(collector.children(caller)).hasSize(1);
		}
	}

	@Test
	void aFactoryOfTheApplicationsOwnIsRecorded() {
		try (ObservedApplication own = run(OwnFactory.class, url(port))) {
			DatabaseClient other = own.bean(DatabaseClient.class);
			ReceivedSpan caller = application.inSpan("own",
					() -> other.sql("select id from account").fetch().all().blockLast(LONG));
			ReceivedSpan select = collector.awaitChild(caller);
			assertThat(select.attributes()).containsEntry("db.system.name", "postgresql")
				.containsEntry("db.query.text", "select id from account");
		}
	}

	@Test
	void aDatabaseThatIsDownIsTheApplicationsException() {
		try (ObservedApplication down = run(Application.class,
				"r2dbc:postgresql://postgres:" + PASSWORD + "@localhost:1/postgres")) {
			DatabaseClient other = down.bean(DatabaseClient.class);
			assertThatExceptionOfType(DataAccessResourceFailureException.class)
				.isThrownBy(() -> other.sql("select 1").then().block(LONG));
		}
	}

	@Test
	void durationsAreMeasured() {
		client.sql("select id from account").fetch().all().collectList().block(LONG);
		ReceivedMetric metric = collector
			.awaitMetric((candidate) -> candidate.name().equals("db.client.operation.duration") && candidate.points()
				.stream()
				.anyMatch((point) -> "SELECT account".equals(point.attributes().get("db.query.summary"))));
		assertThat(metric.unit()).isEqualTo("s");
	}

	@Test
	void switchedOffNothingIsRecorded() {
		ReceivedSpan caller;
		try (ObservedApplication off = run(Application.class, url(port),
				"--otel.instrumentation.r2dbc.enabled=false")) {
			DatabaseClient other = off.bean(DatabaseClient.class);
			caller = off.inSpan("off", () -> other.sql("select 3 as three").fetch().one().block(LONG));
		}
		assertThat(collector.children(caller)).isEmpty();
	}

	@Test
	void noValueAndNoPasswordLeaves() {
		eachStatementIsASpanBelowTheCaller();
		anErrorIsTheDatabases();
		assertThat(collector.spans().toString()).doesNotContain(SECRET, PASSWORD);
	}

	private static String url(int port) {
		return "r2dbc:postgresql://postgres:" + PASSWORD + "@localhost:" + port + "/postgres";
	}

	private static ObservedApplication run(Class<?> type, String url, String... arguments) {
		List<String> all = new ArrayList<>(List.of("--spring.r2dbc.url=" + url, "--logging.level.root=warn"));
		all.addAll(List.of(arguments));
		return ObservedApplication.run(collector, type, all.toArray(String[]::new));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class OwnFactory {

		@Bean
		ConnectionFactory own() {
			return ConnectionFactories.get(ConnectionFactoryOptions.parse(url(port)));
		}

	}

	record Account(@Id int id, String email) {

	}

}
