// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.db.jdbc;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.opentelemetry.api.OpenTelemetry;
import org.junit.jupiter.api.Test;
import org.springframework.aop.support.AopUtils;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link JdbcAutoConfiguration}.
 */
class JdbcAutoConfigurationTests {

	private final String url = RecordedStatements.databaseUrl();

	private final RecordedStatements recorded = new RecordedStatements();

	@Test
	void registeredInAutoConfigurationImports() {
		assertThat(ImportCandidates.load(AutoConfiguration.class, getClass().getClassLoader()))
			.contains(JdbcAutoConfiguration.class.getName());
	}

	@Test
	void canBeSwitchedOff() {
		for (String property : new String[] { "otel.instrumentation.jdbc.enabled=false",
				"otel.instrumentation.common.default-enabled=false", "otel.sdk.disabled=true" }) {
			application().withPropertyValues(property).run((context) -> {
				assertThat(context).doesNotHaveBean(DataSourcePostProcessor.class).doesNotHaveBean(HikariPools.class);
				assertThat(AopUtils.isAopProxy(context.getBean(DataSource.class))).isFalse();
			});
		}
	}

	@Test
	void needsSpringJdbcAndTheSdk() {
		this.recorded.application()
			.withClassLoader(new FilteredClassLoader("org.springframework.jdbc"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(JdbcAutoConfiguration.class));
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(JdbcAutoConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(JdbcTelemetry.class));
	}

	@Test
	void doesWithoutHikari() {
		application().withClassLoader(new FilteredClassLoader("com.zaxxer")).run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean(HikariPools.class);
			TracedDataSourceTests.query(context.getBean(DataSource.class));
			assertThat(this.recorded.names()).containsExactly("SELECT");
		});
	}

	@Test
	void isConfiguredByProperties() {
		this.recorded.application()
			.withUserConfiguration(ConfiguredPool.class)
			.withPropertyValues("shop.jdbc-url=" + this.url, "shop.maximum-pool-size=7")
			.run((context) -> {
				assertThat(context.getBean(HikariDataSource.class).getMaximumPoolSize()).isEqualTo(7);
				TracedDataSourceTests.query(context.getBean(DataSource.class));
				assertThat(this.recorded.names()).containsExactly("SELECT");
			});
	}

	@Test
	void twoApplicationsRecordForThemselves() {
		RecordedStatements other = new RecordedStatements();
		DriverManagerDataSource shared = new DriverManagerDataSource(this.url);
		this.recorded.application().withBean("shop", DataSource.class, () -> shared).run((first) -> {
			other.application().withBean("shop", DataSource.class, () -> shared).run((second) -> {
				TracedDataSourceTests.query(first.getBean(DataSource.class));
				TracedDataSourceTests.query(second.getBean(DataSource.class));
			});
			TracedDataSourceTests.query(first.getBean(DataSource.class));
		});
		assertThat(this.recorded.names()).hasSize(2);
		assertThat(other.names()).hasSize(1);
	}

	@Test
	void telemetryThatIsNotToBeHadDoesNoHarm() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(JdbcAutoConfiguration.class))
			.withBean("shop", DataSource.class, () -> new DriverManagerDataSource(this.url))
			.withBean("broken", OpenTelemetry.class, () -> {
				throw new IllegalStateException("no telemetry");
			}, (definition) -> definition.setLazyInit(true))
			.run((context) -> TracedDataSourceTests.query(context.getBean(DataSource.class)));
	}

	private ApplicationContextRunner application() {
		return this.recorded.application()
			.withBean("shop", DriverManagerDataSource.class, () -> new DriverManagerDataSource(this.url));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties
	static class ConfiguredPool {

		@Bean
		@ConfigurationProperties("shop")
		HikariDataSource pool() {
			return new HikariDataSource();
		}

	}

}
