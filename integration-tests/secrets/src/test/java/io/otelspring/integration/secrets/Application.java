// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.secrets;

import java.util.ArrayList;
import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Tracer;
import jakarta.persistence.EntityManagerFactory;
import jakarta.servlet.http.HttpServletResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

import io.otelspring.annotation.Counted;
import io.otelspring.annotation.MetricAttribute;
import io.otelspring.annotation.SpanAttribute;
import io.otelspring.annotation.Traced;

/**
 * An application in each request of which a step is done that has to do with secrets.
 */
@SpringBootConfiguration
@EnableAutoConfiguration
@Import({ Application.Steps.class, Application.Service.class })
class Application {

	@FunctionalInterface
	interface Step {

		void run(Beans beans) throws Exception;

	}

	record Beans(JdbcTemplate jdbc, EntityManagerFactory entities, RestClient client, Meter meter, Tracer tracer,
			MeterRegistry meters, ObservationRegistry observations, Service service, Logger logger,
			HttpServletResponse response) {

	}

	record Order(int id) {

	}

	static class Service {

		@Traced
		@Counted("service.calls")
		void call(@SpanAttribute("login.password") String password, @MetricAttribute("customer.email") String email,
				Step step, Beans beans) throws Exception {
			step.run(beans);
		}

	}

	@RestController
	static class Steps {

		static final List<Step> STEPS = new ArrayList<>();

		private final Beans beans;

		Steps(JdbcTemplate jdbc, EntityManagerFactory entities, RestClient.Builder client, Meter meter, Tracer tracer,
				MeterRegistry meters, ObservationRegistry observations, Service service) {
			this.beans = new Beans(jdbc, entities, client.build(), meter, tracer, meters, observations, service,
					LoggerFactory.getLogger("com.example.shop"), null);
		}

		@GetMapping("/plain/**")
		String plain() {
			return "ok";
		}

		@GetMapping("/number")
		String number(@RequestParam int token) {
			return "ok";
		}

		@PostMapping("/order")
		String order(@RequestBody Order order) {
			return "ok";
		}

		@GetMapping("/step/{number}")
		String step(@PathVariable int number, HttpServletResponse response) throws Exception {
			Beans beans = this.beans;
			STEPS.get(number)
				.run(new Beans(beans.jdbc, beans.entities, beans.client, beans.meter, beans.tracer, beans.meters,
						beans.observations, beans.service, beans.logger, response));
			return "done";
		}

	}

}
