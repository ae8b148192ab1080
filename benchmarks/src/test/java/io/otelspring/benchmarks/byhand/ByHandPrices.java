// SPDX-License-Identifier: Apache-2.0
package io.otelspring.benchmarks.byhand;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.semconv.ErrorAttributes;

/**
 * A method with a span of its own.
 */
public final class ByHandPrices {

	private static final AttributeKey<String> SKU = AttributeKey.stringKey("item.sku");

	private final Tracer tracer;

	public ByHandPrices(OpenTelemetry openTelemetry) {
		this.tracer = openTelemetry.getTracer("by-hand");
	}

	public String of(String sku) {
		Span span = this.tracer.spanBuilder("prices").setAttribute(SKU, sku).startSpan();
		try (Scope scope = span.makeCurrent()) {
			return "price of " + sku;
		}
		catch (Throwable ex) {
			span.setStatus(StatusCode.ERROR);
			span.setAttribute(ErrorAttributes.ERROR_TYPE, ex.getClass().getName());
			span.recordException(ex);
			throw ex;
		}
		finally {
			span.end();
		}
	}

}
