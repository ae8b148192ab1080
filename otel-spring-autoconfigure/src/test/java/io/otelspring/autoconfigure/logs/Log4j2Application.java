// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.logs;

import java.nio.file.Path;
import java.util.Arrays;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * An application for a process of its own. Its first argument names the file that tells
 * what was recorded.
 */
public final class Log4j2Application {

	private static final Logger logger = LoggerFactory.getLogger(Log4j2Application.class);

	private Log4j2Application() {
	}

	public static void main(String[] args) {
		LogApplication application = new LogApplication().with(Configured.class)
			.with(Arrays.copyOfRange(args, 1, args.length));
		try (ConfigurableApplicationContext context = application.run()) {
			MDC.put("tenant", "acme");
			LogApplication.inSpan(() -> logger.atInfo().addKeyValue("order.id", "o-1").log("in a span"));
			MDC.clear();
			logger.error("failed", new IllegalStateException("no stock"));
		}
		application.logs().writeTo(Path.of(args[0]));
	}

	@Configuration(proxyBeanMethods = false)
	static class Configured {

		@Bean
		Object warehouse(org.springframework.core.env.Environment environment) {
			if (environment.containsProperty("fail")) {
				throw new IllegalStateException("no warehouse");
			}
			return "warehouse";
		}

	}

}
