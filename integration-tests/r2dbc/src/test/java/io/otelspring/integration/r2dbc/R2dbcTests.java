// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.r2dbc;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
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
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
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

import io.otelspring.test.OtlpCollector;
import io.otelspring.test.ReceivedMetric;
import io.otelspring.test.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * An application on a real PostgreSQL and what a collector receives of it.
 */
class R2dbcTests {

	private static final Duration LONG = Duration.ofSeconds(20);

	private static final String SECRET = "correct horse battery staple";

	private static final String PASSWORD = "hunter2";

	private static OtlpCollector collector;

	private static EmbeddedPostgres postgres;

	private static ConfigurableApplicationContext context;

	private static DatabaseClient client;

	private static int port;

	@BeforeAll
	static void start() throws IOException {
		collector = OtlpCollector.start();
		postgres = EmbeddedPostgres.start();
		port = postgres.getPort();
		context = run(Application.class, url(port));
		client = context.getBean(DatabaseClient.class);
		client.sql("create table account (id int primary key, email text unique)").then().block(LONG);
	}

	@AfterAll
	static void stop() throws IOException {
		context.close();
		postgres.close();
		collector.close();
	}

	@Test
	void eachStatementIsASpanBelowTheCaller() {
		ReceivedSpan caller = inSpan("select",
				() -> client.sql("select id from account where email = '" + SECRET + "' and id > :id")
					.bind("id", 7)
					.fetch()
					.all()
					.collectList()
					.block(LONG));
		ReceivedSpan select = collector.awaitSpan((span) -> span.isChildOf(caller));
		assertThat(select.name()).isEqualTo("SELECT account");
		assertThat(select.kind()).isEqualTo(ReceivedSpan.Kind.CLIENT);
		assertThat(select.status()).isEqualTo(ReceivedSpan.StatusCode.UNSET);
		assertThat(select.attributes())
			.containsExactlyInAnyOrderEntriesOf(Map.of("db.system.name", "postgresql", "db.namespace", "postgres",
					"db.collection.name", "account", "db.operation.name", "SELECT", "db.query.summary",
					"SELECT account", "db.query.text", "select id from account where email = ? and id > $1",
					"server.address", "localhost", "server.port", (long) port));
		assertThat(collector.spans().stream().filter((span) -> span.isChildOf(caller))).hasSize(1);
	}

	@Test
	void statementsOfATransactionAreSiblings() {
		TransactionalOperator transaction = TransactionalOperator
			.create(context.getBean(ReactiveTransactionManager.class));
		ReceivedSpan caller = inSpan("transaction",
				() -> client.sql("insert into account values (1, 'one')")
					.fetch()
					.rowsUpdated()
					.then(client.sql("select count(*) from account").fetch().one())
					.as(transaction::transactional)
					.block(LONG));
		collector.awaitSpan((span) -> span.name().equals("INSERT account") && span.isChildOf(caller));
		collector.awaitSpan((span) -> span.name().equals("SELECT account") && span.isChildOf(caller));
		assertThat(collector.spans().stream().filter((span) -> span.isChildOf(caller))).hasSize(2);
	}

	@Test
	void entitiesAreRecorded() {
		R2dbcEntityTemplate template = context.getBean(R2dbcEntityTemplate.class);
		ReceivedSpan caller = inSpan("entity",
				() -> template.select(Account.class).from("account").all().collectList().block(LONG));
		assertThat(collector.awaitSpan((span) -> span.isChildOf(caller)).name()).isEqualTo("SELECT account");
	}

	@Test
	void anErrorIsTheDatabases() {
		client.sql("insert into account values (2, '" + SECRET + "') on conflict do nothing").then().block(LONG);
		ReceivedSpan caller = inSpan("error", () -> assertThatExceptionOfType(DuplicateKeyException.class)
			.isThrownBy(() -> client.sql("insert into account values (3, '" + SECRET + "')").then().block(LONG)));
		ReceivedSpan insert = collector.awaitSpan((span) -> span.isChildOf(caller));
		assertThat(insert.status()).isEqualTo(ReceivedSpan.StatusCode.ERROR);
		assertThat(insert.attributes()).containsEntry("db.response.status_code", "23505")
			.hasEntrySatisfying("error.type", (type) -> assertThat(type.toString()).startsWith("io.r2dbc."));
		assertThat(insert.events()).hasSize(1);
	}

	@Test
	void severalSetsOfValuesAreABatch() {
		ReceivedSpan caller = inSpan("batch", () -> client.inConnectionMany((connection) -> {
			Statement statement = connection.createStatement("insert into account values ($1, $2)");
			statement.bind(0, 10).bind(1, "a").add();
			statement.bind(0, 11).bind(1, "b").add();
			statement.bind(0, 12).bind(1, "c");
			return Flux.from(statement.execute()).flatMap((result) -> result.getRowsUpdated());
		}).collectList().block(LONG));
		ReceivedSpan insert = collector.awaitSpan((span) -> span.isChildOf(caller));
		assertThat(insert.name()).isEqualTo("BATCH INSERT account");
		assertThat(insert.attributes()).containsEntry("db.operation.batch.size", 3L);
	}

	@Test
	void whoeverNeedsOneRowCancelsTheRest() {
		ReceivedSpan caller = inSpan("first",
				() -> client.sql("select generate_series(1, 1000) as n").fetch().first().block(LONG));
		ReceivedSpan select = collector.awaitSpan((span) -> span.isChildOf(caller));
		assertThat(select.status()).isEqualTo(ReceivedSpan.StatusCode.UNSET);
		assertThat(select.attributes()).doesNotContainKey("error.type");
	}

	@Test
	void eachSubscriptionIsAnExecution() {
		Mono<Map<String, Object>> one = client.sql("select 1 as one").fetch().one();
		ReceivedSpan caller = inSpan("twice", () -> {
			one.block(LONG);
			one.block(LONG);
		});
		collector.await("two spans", () -> {
			List<ReceivedSpan> spans = collector.spans().stream().filter((span) -> span.isChildOf(caller)).toList();
			return (spans.size() == 2) ? Optional.of(spans) : Optional.empty();
		});
	}

	@Test
	void thePoolKeepsItsTypeAndItsWorkIsSilent() {
		assertThat(context.getBean(ConnectionFactory.class)).isInstanceOf(ConnectionPool.class);
		assertThat(context.getBean(ConnectionPool.class).getMetrics()).isPresent();
		try (ConfigurableApplicationContext validating = run(Application.class, url(port),
				"--spring.r2dbc.pool.validation-query=select 'validation'")) {
			DatabaseClient other = validating.getBean(DatabaseClient.class);
			ReceivedSpan caller = inSpan("validated", () -> other.sql("select 2 as two").fetch().one().block(LONG));
			collector.awaitSpan((span) -> span.isChildOf(caller));
			assertThat(collector.spans().stream().filter((span) -> span.isChildOf(caller))).hasSize(1);
		}
	}

	@Test
	void aFactoryOfTheApplicationsOwnIsRecorded() {
		try (ConfigurableApplicationContext own = run(OwnFactory.class, url(port))) {
			DatabaseClient other = own.getBean(DatabaseClient.class);
			ReceivedSpan caller = inSpan("own",
					() -> other.sql("select id from account").fetch().all().blockLast(LONG));
			ReceivedSpan select = collector.awaitSpan((span) -> span.isChildOf(caller));
			assertThat(select.attributes()).containsEntry("db.system.name", "postgresql")
				.containsEntry("db.query.text", "select id from account");
		}
	}

	@Test
	void aDatabaseThatIsDownIsTheApplicationsException() {
		try (ConfigurableApplicationContext down = run(Application.class,
				"r2dbc:postgresql://postgres:" + PASSWORD + "@localhost:1/postgres")) {
			DatabaseClient other = down.getBean(DatabaseClient.class);
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
		try (ConfigurableApplicationContext off = run(Application.class, url(port),
				"--otel.instrumentation.r2dbc.enabled=false")) {
			DatabaseClient other = off.getBean(DatabaseClient.class);
			ReceivedSpan caller = inSpan("off", () -> other.sql("select 3 as three").fetch().one().block(LONG));
			ReceivedSpan after = inSpan("after", () -> client.sql("select 4 as four").fetch().one().block(LONG));
			collector.awaitSpan((span) -> span.isChildOf(after));
			assertThat(collector.spans()).noneMatch((span) -> span.isChildOf(caller));
		}
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

	private static ConfigurableApplicationContext run(Class<?> application, String url, String... arguments) {
		String[] all = new String[arguments.length + 5];
		all[0] = "--spring.r2dbc.url=" + url;
		all[1] = "--logging.level.root=warn";
		all[2] = "--otel.exporter.otlp.endpoint=" + collector.httpEndpoint();
		all[3] = "--otel.bsp.schedule.delay=50ms";
		all[4] = "--otel.metric.export.interval=200ms";
		System.arraycopy(arguments, 0, all, 5, arguments.length);
		return new SpringApplicationBuilder(application).run(all);
	}

	private static ReceivedSpan inSpan(String name, Runnable action) {
		String unique = name + " " + System.nanoTime();
		Span span = context.getBean(Tracer.class).spanBuilder(unique).startSpan();
		try (Scope scope = span.makeCurrent()) {
			action.run();
		}
		finally {
			span.end();
		}
		return collector.awaitSpan(unique);
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
