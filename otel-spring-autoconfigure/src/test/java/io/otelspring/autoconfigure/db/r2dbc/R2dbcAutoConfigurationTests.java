// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.db.r2dbc;

import java.lang.reflect.Proxy;
import java.util.List;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.semconv.DbAttributes;
import io.r2dbc.spi.Batch;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryMetadata;
import io.r2dbc.spi.R2dbcBadGrammarException;
import io.r2dbc.spi.Result;
import io.r2dbc.spi.Statement;
import io.r2dbc.spi.Wrapped;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mockito.Mockito;
import org.reactivestreams.Publisher;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import io.otelspring.autoconfigure.DroppingSdk;
import io.otelspring.autoconfigure.Suppression;
import io.otelspring.autoconfigure.db.DatabaseTelemetry;
import io.otelspring.autoconfigure.db.SqlOperations;
import io.otelspring.test.AllocatedBytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link R2dbcAutoConfiguration}.
 */
class R2dbcAutoConfigurationTests {

	private final InMemorySpanExporter spans = InMemorySpanExporter.create();

	private final OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
		.setTracerProvider(SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(this.spans)).build())
		.build();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(R2dbcAutoConfiguration.class))
		.withBean(OpenTelemetry.class, () -> this.sdk)
		.withUserConfiguration(Factories.class);

	private final Statement statement = mock(Statement.class);

	private final Connection connection = mock(Connection.class);

	R2dbcAutoConfigurationTests() {
		given(this.connection.createStatement(anyString())).willReturn(this.statement);
		given(this.statement.bind(anyInt(), any())).willReturn(this.statement);
		given(this.statement.add()).willReturn(this.statement);
	}

	@Test
	void registeredInAutoConfigurationImports() {
		assertThat(ImportCandidates.load(AutoConfiguration.class, getClass().getClassLoader()).getCandidates())
			.contains(R2dbcAutoConfiguration.class.getName());
	}

	@Test
	void connectionsAreRecordedAndTheFactoryKeepsItsType() {
		this.contextRunner.run((context) -> {
			assertThat(context.getBean("plain")).isInstanceOf(PlainFactory.class);
			ConnectionFactory factory = context.getBean("plain", ConnectionFactory.class);
			assertThat(Mono.from(factory.create()).block()).isInstanceOf(RecordingConnection.class);
		});
	}

	@Test
	void aFactoryBeforeAnotherGivesConnectionsThatRecordOnce() {
		this.contextRunner.run((context) -> {
			Connection connection = Mono.from(context.getBean("pool", ConnectionFactory.class).create()).block();
			assertThat(connection).isInstanceOf(RecordingConnection.class);
			assertThat(((RecordingConnection) connection).unwrap()).isNotInstanceOf(RecordingConnection.class);
		});
	}

	@Test
	void aFactoryThatIsKnownByItsClassGivesTheDriversConnections() {
		this.contextRunner.run((context) -> {
			DriverConnection connection = context.getBean("driver", DriverFactory.class).create().block();
			assertThat(connection).isNotNull();
			Connection declared = Mono.from(context.getBean("declared", ConnectionFactory.class).create()).block();
			assertThat(declared).isInstanceOf(RecordingConnection.class);
		});
	}

	@Test
	void nothingIsDoneWhenSwitchedOff() {
		this.contextRunner.withPropertyValues("otel.instrumentation.r2dbc.enabled=false")
			.run((context) -> assertThat(Mono.from(context.getBean("plain", ConnectionFactory.class).create()).block())
				.isNotInstanceOf(RecordingConnection.class));
	}

	@Test
	void nothingIsDoneWithoutR2dbc() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(R2dbcAutoConfiguration.class))
			.withBean(OpenTelemetry.class, OpenTelemetry::noop)
			.withClassLoader(new FilteredClassLoader("io.r2dbc"))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean("otelSpringConnectionFactoryPostProcessor"));
	}

	@Test
	void anErrorThatOnlyTheResultTellsIsRecorded() {
		Result result = mock(Result.class);
		R2dbcBadGrammarException error = new R2dbcBadGrammarException("near 'secret'", "42601", 7);
		given(result.getRowsUpdated()).willReturn(Mono.error(error));
		givenResults(Flux.just(result));
		assertThatExceptionOfType(R2dbcBadGrammarException.class)
			.isThrownBy(
					() -> Flux.from(statement("delete from t").execute()).flatMap(Result::getRowsUpdated).blockLast())
			.isSameAs(error);
		SpanData span = onlySpan();
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusData.error().getStatusCode());
		assertThat(span.getAttributes().get(DbAttributes.DB_RESPONSE_STATUS_CODE)).isEqualTo("42601");
		assertThat(span.toString()).doesNotContain("secret");
	}

	@Test
	void anExceptionOfTheApplicationsOwnIsNotTheDatabases() {
		Result result = mock(Result.class);
		given(result.getRowsUpdated()).willReturn(Mono.error(new IllegalStateException("mine")));
		givenResults(Flux.just(result));
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(
				() -> Flux.from(statement("delete from t").execute()).flatMap(Result::getRowsUpdated).blockLast());
		assertThat(onlySpan().getStatus()).isEqualTo(StatusData.unset());
	}

	@Test
	void aStatementLastsUntilItsResultIsRead() {
		Result result = mock(Result.class);
		Sinks.One<Long> rows = Sinks.one();
		given(result.getRowsUpdated()).willReturn(rows.asMono());
		givenResults(Flux.just(result));
		Flux.from(statement("delete from t").execute()).flatMap(Result::getRowsUpdated).subscribe();
		assertThat(this.spans.getFinishedSpanItems()).isEmpty();
		rows.tryEmitValue(1L);
		assertThat(onlySpan().getName()).isEqualTo("DELETE t");
	}

	@Test
	void aCancelledStatementIsNoError() {
		givenResults(Flux.never());
		Flux.from(statement("select 1 from t").execute()).subscribe().dispose();
		assertThat(onlySpan().getStatus()).isEqualTo(StatusData.unset());
	}

	@Test
	void statementsOfABatchAreOneSpan() {
		Batch batch = mock(Batch.class);
		given(batch.add(anyString())).willReturn(batch);
		given(this.connection.createBatch()).willReturn(batch);
		Publisher<? extends Result> none = Flux.empty();
		Mockito.doReturn(none).when(batch).execute();
		Batch recording = recording().createBatch();
		Flux.from(recording.add("insert into a values (1)").add("delete from b").execute()).blockLast();
		assertThat(onlySpan().getName()).isEqualTo("BATCH");
		assertThat(onlySpan().getAttributes().get(DbAttributes.DB_OPERATION_BATCH_SIZE)).isEqualTo(2);
	}

	@Test
	void nothingIsRecordedInASuppressedContext() {
		givenResults(Flux.empty());
		try (Scope scope = Suppression.suppress(Context.current()).makeCurrent()) {
			Flux.from(statement("select 1 from t").execute()).blockLast();
		}
		assertThat(this.spans.getFinishedSpanItems()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "PostgreSQL, postgresql", "H2, h2database", "MySQL, mysql", "MariaDB, mariadb",
			"Microsoft SQL Server, microsoft.sql_server", "Oracle Database, oracle.db", "Acme, other_sql" })
	void theDriverTellsTheSystem(String driver, String system) {
		assertThat(R2dbcTargets.system(driver).name()).isEqualTo(system);
	}

	@ParameterizedTest
	@Tag("allocation")
	@CsvSource({ "true, 1500", "false, 1300" })
	void aStatementAllocatesLittle(boolean sampled, long limit) {
		Connection driver = canned();
		Connection recording = new RecordingConnection(driver, new StatementRecorder(
				new DatabaseTelemetry(DroppingSdk.create(sampled ? Sampler.alwaysOn() : Sampler.alwaysOff()), "test"),
				new SqlOperations(R2dbcTargets.of(new PlainFactory()))));
		// What Reactor does to restore thread locals depends on how many there are.
		boolean restoring = Hooks.isAutomaticContextPropagationEnabled();
		Hooks.disableAutomaticContextPropagation();
		try {
			AllocatedBytes.measureAdded(() -> execute(recording), () -> execute(driver),
					(added) -> assertThat(added).isLessThanOrEqualTo(limit));
		}
		finally {
			if (restoring) {
				Hooks.enableAutomaticContextPropagation();
			}
		}
	}

	// Mocks remember each call.
	private static Connection canned() {
		Result result = (Result) Proxy.newProxyInstance(Result.class.getClassLoader(), new Class<?>[] { Result.class },
				(proxy, method, arguments) -> Mono.just(1L));
		Flux<Result> results = Flux.just(result);
		Statement statement = (Statement) Proxy.newProxyInstance(Statement.class.getClassLoader(),
				new Class<?>[] { Statement.class },
				(proxy, method, arguments) -> method.getName().equals("execute") ? results : proxy);
		return (Connection) Proxy.newProxyInstance(Connection.class.getClassLoader(),
				new Class<?>[] { Connection.class }, (proxy, method, arguments) -> statement);
	}

	private static void execute(Connection connection) {
		Flux.from(connection.createStatement("select id from account where email = $1").bind(0, "x").execute())
			.flatMap(Result::getRowsUpdated)
			.blockLast();
	}

	private void givenResults(Flux<Result> results) {
		Mockito.doReturn(results).when(this.statement).execute();
	}

	private Connection recording() {
		return new RecordingConnection(this.connection, new StatementRecorder(new DatabaseTelemetry(this.sdk, "test"),
				new SqlOperations(R2dbcTargets.of(new PlainFactory()))));
	}

	private Statement statement(String sql) {
		return recording().createStatement(sql);
	}

	private SpanData onlySpan() {
		List<SpanData> finished = this.spans.getFinishedSpanItems();
		assertThat(finished).hasSize(1);
		return finished.get(0);
	}

	@Configuration(proxyBeanMethods = false)
	static class Factories {

		@Bean
		PlainFactory plain() {
			return new PlainFactory();
		}

		@Bean
		ConnectionFactory pool(PlainFactory plain) {
			return new PoolFactory(plain);
		}

		@Bean
		DriverFactory driver() {
			return new DriverFactory();
		}

		@Bean
		ConnectionFactory declared() {
			return new DriverFactory();
		}

	}

	static class PlainFactory implements ConnectionFactory {

		@Override
		public Publisher<? extends Connection> create() {
			return Mono.just(mock(Connection.class));
		}

		@Override
		public ConnectionFactoryMetadata getMetadata() {
			return () -> "PostgreSQL";
		}

	}

	static class PoolFactory implements ConnectionFactory, Wrapped<ConnectionFactory> {

		private final ConnectionFactory factory;

		PoolFactory(ConnectionFactory factory) {
			this.factory = factory;
		}

		@Override
		public Publisher<? extends Connection> create() {
			return this.factory.create();
		}

		@Override
		public ConnectionFactoryMetadata getMetadata() {
			return this.factory.getMetadata();
		}

		@Override
		public ConnectionFactory unwrap() {
			return this.factory;
		}

	}

	static class DriverFactory implements ConnectionFactory {

		@Override
		public Mono<DriverConnection> create() {
			return Mono.just(mock(DriverConnection.class));
		}

		@Override
		public ConnectionFactoryMetadata getMetadata() {
			return () -> "Acme";
		}

	}

	interface DriverConnection extends Connection {

	}

}
