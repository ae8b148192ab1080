// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.observation;

import java.io.IOException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.util.ReflectionUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The start of an application loads no class of an instrumentation whose library the
 * application does not have.
 */
class AbsentLibraryTests {

	private static final String ROOT = "io/otelspring/autoconfigure/";

	@ParameterizedTest
	@ValueSource(strings = { "db/jdbc", "db/r2dbc", "db/redis", "db/mongo", "messaging/kafka", "messaging/rabbit",
			"messaging/jms", "web/server/reactive", "web/client/reactive", "observation/batch", "observation/graphql",
			"observation/integration", "observation/ai", "observation/security", "context/reactor" })
	void nothingOfItIsLoaded(String folder) throws Exception {
		try (ConfigurableApplicationContext context = start()) {
			assertThat(classes(folder)).isNotEmpty().noneMatch(AbsentLibraryTests::isLoaded);
		}
	}

	@Test
	void whatIsThereIsLoaded() throws Exception {
		try (ConfigurableApplicationContext context = start()) {
			assertThat(classes("web/server/servlet")).anyMatch(AbsentLibraryTests::isLoaded);
		}
	}

	private static ConfigurableApplicationContext start() {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.SERVLET)
			.run("--server.port=0", "--logging.level.root=warn", "--otel.traces.exporter=none",
					"--otel.metrics.exporter=none", "--otel.logs.exporter=none");
	}

	private static List<String> classes(String folder) throws IOException {
		List<String> names = new ArrayList<>();
		String pattern = "classpath*:" + ROOT + folder + "/*.class";
		for (Resource resource : new PathMatchingResourcePatternResolver().getResources(pattern)) {
			String path = resource.getURL().getPath();
			names.add(path.substring(path.lastIndexOf(ROOT), path.length() - ".class".length()).replace('/', '.'));
		}
		return names;
	}

	private static boolean isLoaded(String className) {
		Method method = ReflectionUtils.findMethod(ClassLoader.class, "findLoadedClass", String.class);
		ReflectionUtils.makeAccessible(method);
		return ReflectionUtils.invokeMethod(method, AbsentLibraryTests.class.getClassLoader(), className) != null;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
