// SPDX-License-Identifier: Apache-2.0
package io.otelspring.benchmarks;

import java.util.function.UnaryOperator;

import io.opentelemetry.api.OpenTelemetry;
import org.openjdk.jmh.annotations.Benchmark;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

import io.otelspring.annotation.SpanAttribute;
import io.otelspring.annotation.Traced;
import io.otelspring.benchmarks.byhand.ByHandPrices;

/**
 * A call of a method with an annotation and one attribute.
 */
@EnableAutoConfiguration
public class AnnotatedCall extends HotPath {

	public String sku = "book-42";

	private UnaryOperator<String> method = UnaryOperator.identity();

	@Bean
	static AnnotatedPrices annotatedPrices() {
		return new AnnotatedPrices();
	}

	@Benchmark
	public String annotatedCall() {
		return this.method.apply(this.sku);
	}

	@Override
	protected void prepare(ConfigurableApplicationContext application) {
		if (this.variant.isBare()) {
			this.method = new Prices()::of;
		}
		else if (this.variant.isByHand()) {
			this.method = new ByHandPrices(application.getBean(OpenTelemetry.class))::of;
		}
		else {
			this.method = application.getBean(AnnotatedPrices.class)::of;
		}
	}

	@Override
	protected String metric() {
		return "";
	}

	/**
	 * Without telemetry.
	 */
	static class Prices {

		String of(String sku) {
			return "price of " + sku;
		}

	}

	/**
	 * With a span for each call.
	 */
	public static class AnnotatedPrices {

		@Traced("prices")
		public String of(@SpanAttribute("item.sku") String sku) {
			return "price of " + sku;
		}

	}

}
