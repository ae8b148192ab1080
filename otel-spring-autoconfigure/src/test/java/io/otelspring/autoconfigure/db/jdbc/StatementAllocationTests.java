// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.db.jdbc;

import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import javax.sql.DataSource;

import com.sun.management.ThreadMXBean;
import com.zaxxer.hikari.HikariDataSource;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.instrumentation.jdbc.datasource.JdbcTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What recording adds to the allocation of a query, compared with OpenTelemetry's library
 * for JDBC in the same run.
 */
class StatementAllocationTests {

	private static final int CALLS = 5_000;

	private static final int ROUNDS = 8;

	private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void queriesAllocateAtMostHalfAsMuchMore(boolean sampled) throws SQLException {
		OpenTelemetrySdk sdk = sdk(sampled ? Sampler.alwaysOn() : Sampler.alwaysOff());
		try (HikariDataSource bare = pool()) {
			create(bare);
			DataSource upstream = JdbcTelemetry.builder(sdk).setDataSourceInstrumenterEnabled(false).build().wrap(bare);
			Span parent = sdk.getTracer("test").spanBuilder("parent").startSpan();
			try (Scope scope = parent.makeCurrent()) {
				long none = bytes(bare);
				long theirs = bytes(upstream) - none;
				application(sdk).run((context) -> {
					long ours = bytes(context.getBean(DataSource.class)) - none;
					assertThat(ours).as("bare %s, theirs %s", none, theirs).isLessThanOrEqualTo(theirs / 2);
					assertThat(ours).isLessThanOrEqualTo(sampled ? 1150 : 700);
				});
			}
		}
	}

	private static ApplicationContextRunner application(OpenTelemetry sdk) {
		return new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(JdbcAutoConfiguration.class))
			.withBean(OpenTelemetry.class, () -> sdk, (definition) -> definition.setDestroyMethodName(""))
			.withBean("pool", HikariDataSource.class, StatementAllocationTests::pool);
	}

	private static HikariDataSource pool() {
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl("jdbc:h2:mem:allocation;DB_CLOSE_DELAY=-1");
		pool.setMaximumPoolSize(1);
		return pool;
	}

	private static void create(DataSource dataSource) throws SQLException {
		try (Connection connection = dataSource.getConnection(); Statement statement = connection.createStatement()) {
			statement.execute("create table if not exists person (id int primary key, name varchar(20))");
			statement.execute("merge into person values (1, 'joe')");
		}
	}

	private static void query(DataSource dataSource) throws SQLException {
		try (Connection connection = dataSource.getConnection();
				PreparedStatement statement = connection.prepareStatement("select name from person where id = ?")) {
			statement.setInt(1, 1);
			try (ResultSet results = statement.executeQuery()) {
				results.next();
				results.getString(1);
			}
		}
	}

	// The least of several rounds: compilers and caches come to rest at some point.
	private long bytes(DataSource dataSource) throws SQLException {
		long least = Long.MAX_VALUE;
		for (int round = 0; round < ROUNDS; round++) {
			long before = this.threads.getCurrentThreadAllocatedBytes();
			for (int i = 0; i < CALLS; i++) {
				query(dataSource);
			}
			least = Math.min(least, (this.threads.getCurrentThreadAllocatedBytes() - before) / CALLS);
		}
		return least;
	}

	private static OpenTelemetrySdk sdk(Sampler sampler) {
		return OpenTelemetrySdk.builder()
			.setTracerProvider(SdkTracerProvider.builder().setSampler(sampler).addSpanProcessor(new Dropping()).build())
			.setMeterProvider(SdkMeterProvider.builder().registerMetricReader(InMemoryMetricReader.create()).build())
			.build();
	}

	private static final class Dropping implements SpanProcessor {

		@Override
		public void onStart(Context parent, ReadWriteSpan span) {
		}

		@Override
		public boolean isStartRequired() {
			return false;
		}

		@Override
		public void onEnd(ReadableSpan span) {
		}

		@Override
		public boolean isEndRequired() {
			return true;
		}

	}

}
