// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.db.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import io.opentelemetry.api.OpenTelemetry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;
import org.springframework.jdbc.datasource.DataSourceUtils;

import io.otelspring.autoconfigure.ConditionalOnInstrumentation;
import io.otelspring.autoconfigure.ConditionalOnOpenTelemetry;

/**
 * Auto-configuration for spans and durations of the statements of all data sources that
 * are beans, and for the metrics of their connection pools.
 */
@AutoConfiguration(afterName = "io.otelspring.autoconfigure.sdk.OtelSdkAutoConfiguration")
@ConditionalOnClass(DataSourceUtils.class)
@ConditionalOnOpenTelemetry
@ConditionalOnInstrumentation("jdbc")
public final class JdbcAutoConfiguration {

	JdbcAutoConfiguration() {
	}

	// A data source may be wanted by another post-processor: before the rest is there.
	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static JdbcTelemetry otelSpringJdbcTelemetry(ObjectProvider<OpenTelemetry> openTelemetry) {
		return new JdbcTelemetry(openTelemetry);
	}

	@Bean
	static DataSourcePostProcessor otelSpringDataSourcePostProcessor(ObjectProvider<JdbcTelemetry> telemetry,
			ObjectProvider<ConnectionPools> pools) {
		return new DataSourcePostProcessor(telemetry, pools);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(HikariDataSource.class)
	static class Hikari {

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static HikariPools otelSpringHikariPools(JdbcTelemetry telemetry) {
			return new HikariPools(telemetry::meter);
		}

	}

}
