// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.db.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.IMetricsTracker;
import com.zaxxer.hikari.metrics.MetricsTrackerFactory;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link HikariPools}.
 */
class HikariPoolsTests {

	private static final String PREFIX = "db.client.connection.";

	private final RecordedStatements recorded = new RecordedStatements();

	private HikariDataSource pool;

	@Test
	void sizesAreThoseOfThePool() {
		run((dataSource) -> {
			assertThat(this.recorded.metric(PREFIX + "count")).isEmpty();
			try (Connection connection = dataSource.getConnection()) {
				assertThat(values("count")).containsEntry("used", 1L).containsKey("idle");
				assertThat(values("max")).containsOnly(Map.entry("shop", 2L));
				assertThat(values("idle.max")).containsOnly(Map.entry("shop", 2L));
				assertThat(values("idle.min")).containsOnly(Map.entry("shop", 1L));
				assertThat(values("pending_requests")).containsOnly(Map.entry("shop", 0L));
				MetricData count = this.recorded.metric(PREFIX + "count").orElseThrow();
				assertThat(count.getUnit()).isEqualTo("{connection}");
				assertThat(count.getLongSumData().isMonotonic()).isFalse();
			}
			assertThat(values("count")).containsEntry("used", 0L);
		});
		assertThat(this.recorded.metric(PREFIX + "count")).as("after the end").isEmpty();
	}

	@Test
	void timesAreThoseOfTheBean() {
		run((dataSource) -> {
			for (int i = 0; i < 3; i++) {
				Connection connection = dataSource.getConnection();
				connection.close();
				connection.close();
			}
			assertThat(histogram("wait_time").getCount()).isEqualTo(3);
			assertThat(histogram("use_time").getCount()).isEqualTo(3);
			assertThat(histogram("use_time").getAttributes())
				.isEqualTo(Attributes.of(AttributeKey.stringKey("db.client.connection.pool.name"), "shop"));
			assertThat(this.recorded.metric(PREFIX + "timeouts")).isEmpty();
		});
	}

	@Test
	void timeoutsAreCounted() {
		application((pool) -> {
			pool.setMinimumIdle(2);
			pool.setConnectionTimeout(250);
		}).run((context) -> {
			HikariDataSource dataSource = context.getBean(HikariDataSource.class);
			try (Connection first = dataSource.getConnection()) {
				// Else the second one might not be there in time
				Awaitility.await()
					.atMost(Duration.ofMinutes(1))
					.until(() -> dataSource.getHikariPoolMXBean().getIdleConnections() == 1);
				try (Connection second = dataSource.getConnection()) {
					assertThatExceptionOfType(SQLException.class).isThrownBy(dataSource::getConnection);
				}
			}
			assertThat(values("timeouts")).containsOnly(Map.entry("shop", 1L));
			assertThat(histogram("wait_time").getCount()).isEqualTo(2);
		});
	}

	@Test
	void creationIsTimedWhereNobodyElseCounts() {
		run((dataSource) -> {
			// The first one is made before the pool has anybody to tell.
			try (Connection first = dataSource.getConnection(); Connection second = dataSource.getConnection()) {
				assertThat(histogram("create_time").getCount()).isPositive();
			}
		});
	}

	@Test
	void whoeverCountsAlreadyIsLeftAlone() {
		AtomicInteger created = new AtomicInteger();
		MetricsTrackerFactory factory = (name, stats) -> new IMetricsTracker() {

			@Override
			public void recordConnectionCreatedMillis(long millis) {
				created.incrementAndGet();
			}

		};
		application((pool) -> pool.setMetricsTrackerFactory(factory)).run((context) -> {
			HikariDataSource dataSource = context.getBean(HikariDataSource.class);
			assertThat(dataSource.getMetricsTrackerFactory()).isSameAs(factory);
			try (Connection first = dataSource.getConnection(); Connection second = dataSource.getConnection()) {
				assertThat(created).hasPositiveValue();
			}
			assertThat(this.recorded.metric(PREFIX + "create_time")).isEmpty();
			assertThat(histogram("wait_time").getCount()).isEqualTo(2);
			assertThat(values("max")).containsOnly(Map.entry("shop", 2L));
		});
	}

	@Test
	void poolsThatNobodyMeasuresHaveNoMetrics() {
		application((pool) -> {
		}).withPropertyValues("otel.instrumentation.jdbc.enabled=false").run((context) -> {
			context.getBean(DataSource.class).getConnection().close();
			assertThat(this.recorded.metric(PREFIX + "count")).isEmpty();
			assertThat(context.getBean(HikariDataSource.class).getMetricsTrackerFactory()).isNull();
		});
	}

	private void run(PoolUse use) {
		application((pool) -> {
		}).run((context) -> use.with(context.getBean(HikariDataSource.class)));
	}

	private ApplicationContextRunner application(java.util.function.Consumer<HikariDataSource> customizer) {
		return this.recorded.application().withBean("pool", HikariDataSource.class, () -> {
			this.pool = new HikariDataSource();
			this.pool.setPoolName("shop");
			this.pool.setJdbcUrl(RecordedStatements.databaseUrl());
			this.pool.setMaximumPoolSize(2);
			this.pool.setMinimumIdle(1);
			this.pool.setConnectionTimeout(60_000);
			customizer.accept(this.pool);
			return this.pool;
		});
	}

	// By state where there is one, else by the pool's name.
	private Map<String, Long> values(String name) {
		return this.recorded.metric(PREFIX + name)
			.orElseThrow()
			.getLongSumData()
			.getPoints()
			.stream()
			.collect(Collectors.toMap(HikariPoolsTests::key, LongPointData::getValue));
	}

	private static String key(LongPointData point) {
		String state = point.getAttributes().get(AttributeKey.stringKey("db.client.connection.state"));
		return (state != null) ? state
				: point.getAttributes().get(AttributeKey.stringKey("db.client.connection.pool.name"));
	}

	private HistogramPointData histogram(String name) {
		return this.recorded.metric(PREFIX + name).orElseThrow().getHistogramData().getPoints().iterator().next();
	}

	private interface PoolUse {

		void with(HikariDataSource dataSource) throws SQLException;

	}

}
