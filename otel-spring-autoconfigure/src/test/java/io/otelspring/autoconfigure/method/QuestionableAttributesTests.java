// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.method;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.otelspring.annotation.SpanAttribute;
import io.otelspring.annotation.Traced;
import io.otelspring.autoconfigure.Finding;
import io.otelspring.autoconfigure.FoundMistakes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A started application whose attributes become texts.
 */
class QuestionableAttributesTests {

	@Test
	void typesWithoutTextAndRecordsAreFound() {
		try (ConfigurableApplicationContext context = FoundMistakes.start(Application.class)) {
			assertThat(found(context)).extracting(Finding::severity, Finding::what)
				.extracting((tuple) -> tuple.toList().get(0) + " " + tuple.toList().get(1))
				.satisfiesExactly(
						(found) -> assertThat(found).startsWith("WARNING @SpanAttribute 'list' of")
							.contains("Service.list", "no toString of its own"),
						(found) -> assertThat(found).startsWith("WARNING @SpanAttribute 'order' of")
							.contains("Service.place", "Order"),
						(found) -> assertThat(found).startsWith("INFO @SpanAttribute 'person' of")
							.contains("is a record", "Person"),
						(found) -> assertThat(found).startsWith("WARNING @SpanAttribute 'receipt' of"));
		}
	}

	@Test
	void theFixNamesAnExpression() {
		try (ConfigurableApplicationContext context = FoundMistakes.start(Application.class)) {
			assertThat(found(context)).anySatisfy((finding) -> assertThat(finding.fix())
				.contains("@SpanAttribute(key = \"person\", expression = \"name\")"));
		}
	}

	// Annotated classes of other tests are no beans here, and said to be without effect
	private static List<Finding> found(ConfigurableApplicationContext context) {
		return FoundMistakes.in(context)
			.stream()
			.filter((finding) -> !finding.what().startsWith("Annotations without effect"))
			.toList();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		Service service() {
			return new Service();
		}

	}

	static class Service {

		@Traced
		@SpanAttribute("receipt")
		Order place(@SpanAttribute("order") Order order, @SpanAttribute(key = "id", expression = "id") Order other) {
			return order;
		}

		@Traced
		void list(@SpanAttribute("list") List<Order> orders, @SpanAttribute("person") Optional<Person> person) {
		}

		@Traced
		void fine(@SpanAttribute("a") String text, @SpanAttribute("b") UUID uuid, @SpanAttribute("c") Instant time,
				@SpanAttribute("d") List<Integer> numbers, @SpanAttribute("e") TimeUnit unit,
				@SpanAttribute("f") URI uri, @SpanAttribute("g") int[] array, @SpanAttribute("h") Object object,
				@SpanAttribute("i") Named named, @SpanAttribute("j") Map<String, String> map,
				@SpanAttribute("k") OrderId id) {
		}

	}

	static class Order {

		public String getId() {
			return "1";
		}

	}

	static class Named {

		@Override
		public String toString() {
			return "name";
		}

	}

	record Person(String name, String card) {

	}

	record OrderId(String value) {

	}

}
