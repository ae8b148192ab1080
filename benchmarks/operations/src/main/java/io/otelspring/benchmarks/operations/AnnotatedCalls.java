// SPDX-License-Identifier: Apache-2.0
package io.otelspring.benchmarks.operations;

import java.util.concurrent.Callable;

import io.micrometer.tracing.annotation.NewSpan;
import io.micrometer.tracing.annotation.SpanTag;
import io.opentelemetry.instrumentation.annotations.WithSpan;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;

import io.otelspring.annotation.SpanAttribute;
import io.otelspring.annotation.Traced;

/**
 * Calls of methods that have the annotation of the respective starter. An annotation that
 * is not on the class path is not seen.
 */
@Configuration(proxyBeanMethods = false)
class AnnotatedCalls {

	private static final String SKU = "book-42";

	@Bean
	TracedPrices tracedPrices() {
		return new TracedPrices();
	}

	@Bean
	WithSpanPrices withSpanPrices() {
		return new WithSpanPrices();
	}

	@Bean
	NewSpanPrices newSpanPrices() {
		return new NewSpanPrices();
	}

	static Callable<?> call(ConfigurableApplicationContext application, Telemetry telemetry) {
		Prices prices = prices(application, telemetry);
		return () -> prices.of(SKU);
	}

	static Callable<?> mono(ConfigurableApplicationContext application, Telemetry telemetry) {
		Prices prices = prices(application, telemetry);
		return () -> prices.later(SKU).block();
	}

	private static Prices prices(ConfigurableApplicationContext application, Telemetry telemetry) {
		return switch (telemetry) {
			case BARE -> new Prices();
			case OURS -> application.getBean(TracedPrices.class);
			case OFFICIAL -> application.getBean(WithSpanPrices.class);
			case BOOT -> application.getBean(NewSpanPrices.class);
		};
	}

	/**
	 * Without an annotation.
	 */
	public static class Prices {

		public String of(String sku) {
			return "price of " + sku;
		}

		public Mono<String> later(String sku) {
			return Mono.just("price of " + sku);
		}

	}

	/**
	 * With those of this project.
	 */
	public static class TracedPrices extends Prices {

		@Override
		@Traced("prices")
		public String of(@SpanAttribute("item.sku") String sku) {
			return super.of(sku);
		}

		@Override
		@Traced("prices")
		public Mono<String> later(@SpanAttribute("item.sku") String sku) {
			return super.later(sku);
		}

	}

	/**
	 * With those of OpenTelemetry.
	 */
	public static class WithSpanPrices extends Prices {

		@Override
		@WithSpan("prices")
		public String of(@io.opentelemetry.instrumentation.annotations.SpanAttribute("item.sku") String sku) {
			return super.of(sku);
		}

		@Override
		@WithSpan("prices")
		public Mono<String> later(@io.opentelemetry.instrumentation.annotations.SpanAttribute("item.sku") String sku) {
			return super.later(sku);
		}

	}

	/**
	 * With those of Micrometer.
	 */
	public static class NewSpanPrices extends Prices {

		@Override
		@NewSpan("prices")
		public String of(@SpanTag("item.sku") String sku) {
			return super.of(sku);
		}

		@Override
		@NewSpan("prices")
		public Mono<String> later(@SpanTag("item.sku") String sku) {
			return super.later(sku);
		}

	}

}
