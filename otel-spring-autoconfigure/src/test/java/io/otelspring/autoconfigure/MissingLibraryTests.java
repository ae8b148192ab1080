// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * All that is registered starts together, whichever library an application does without.
 */
@ExtendWith(OutputCaptureExtension.class)
class MissingLibraryTests {

	@Test
	void everythingStartsTogetherAndInOrder(CapturedOutput output) {
		application().run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain("not eligible");
	}

	@ParameterizedTest
	@ValueSource(strings = { "ch.qos.logback", "com.mongodb", "com.zaxxer", "io.grpc", "io.lettuce",
			"io.micrometer.context", "io.micrometer.core", "io.r2dbc", "jakarta.servlet", "jakarta.jms",
			"org.apache.tomcat", "org.aspectj", "org.springframework.amqp", "org.springframework.boot.actuate",
			"org.springframework.boot.micrometer", "org.springframework.boot.restclient",
			"org.springframework.boot.webmvc", "org.springframework.data.redis", "org.springframework.grpc",
			"org.springframework.jdbc", "org.springframework.jms", "org.springframework.kafka",
			"org.springframework.transaction", "org.springframework.web", "org.springframework.web.reactive",
			"org.springframework.web.servlet", "reactor" })
	void startsWithout(String library, CapturedOutput output) {
		application().withClassLoader(new FilteredClassLoader(library))
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain("not eligible");
	}

	private static ApplicationContextRunner application() {
		List<Class<?>> all = new ArrayList<>();
		for (String name : ImportCandidates.load(AutoConfiguration.class, MissingLibraryTests.class.getClassLoader())) {
			if (name.startsWith("io.otelspring.")) {
				all.add(ClassUtils.resolveClassName(name, MissingLibraryTests.class.getClassLoader()));
			}
		}
		return new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(all.toArray(new Class<?>[0])))
			.withPropertyValues("otel.traces.exporter=none", "otel.metrics.exporter=none", "otel.logs.exporter=none")
			.withBean("pool", DataSource.class, () -> JdbcConnectionPool.create("jdbc:h2:mem:start", "", ""));
	}

}
