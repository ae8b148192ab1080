// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.db.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import io.opentelemetry.instrumentation.jdbc.datasource.JdbcTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.otelspring.autoconfigure.DroppingSdk;
import io.otelspring.test.AllocatedBytes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What recording adds to the allocation of a query, compared with OpenTelemetry's library
 * for JDBC in the same run.
 */
@Tag("allocation")
class StatementAllocationTests {

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void queriesAllocateAtMostHalfAsMuchMore(boolean sampled) throws SQLException {
		OpenTelemetrySdk sdk = DroppingSdk.create(sampled ? Sampler.alwaysOn() : Sampler.alwaysOff());
		try (HikariDataSource pool = pool()) {
			create(pool);
			DataSource library = JdbcTelemetry.builder(sdk).setDataSourceInstrumenterEnabled(false).build().wrap(pool);
			application(sdk).run((context) -> {
				DataSource recording = context.getBean(DataSource.class);
				AllocatedBytes bare = AllocatedBytes.of("bare", () -> query(pool));
				AllocatedBytes ours = AllocatedBytes.of("ours", () -> query(recording));
				AllocatedBytes theirs = AllocatedBytes.of("theirs", () -> query(library));
				Span parent = sdk.getTracer("test").spanBuilder("parent").startSpan();
				try (Scope scope = parent.makeCurrent()) {
					AllocatedBytes
						.measure(() -> assertThat(ours.beyond(bare)).isLessThanOrEqualTo(theirs.beyond(bare) / 2)
							.isLessThanOrEqualTo(sampled ? 1150 : 700), bare, ours, theirs);
				}
			});
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

}
