// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.observation.scheduling;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.semconv.CodeAttributes;
import org.springframework.scheduling.support.ScheduledTaskObservationContext;

import io.otelspring.autoconfigure.BoundedCache;
import io.otelspring.autoconfigure.observation.ObservationMapping;
import io.otelspring.autoconfigure.observation.ObservationTable;

/**
 * How a run of a scheduled method becomes a span: each is a root, whatever is current on
 * the thread that runs it.
 */
final class ScheduledMethodSpans {

	private static final int MAX_METHODS = 4096;

	private final BoundedCache<ScheduledMethod.Key, ScheduledMethod> methods = new BoundedCache<>(MAX_METHODS,
			ScheduledMethod::of);

	ObservationTable table() {
		return ObservationTable.of(ObservationMapping.of(ScheduledTaskObservationContext.class)
			.scope("io.otelspring.scheduling")
			.kind(SpanKind.INTERNAL)
			.root()
			.suppressedIf((context) -> method(context).untraced())
			.name((context) -> method(context).spanName())
			.attribute(CodeAttributes.CODE_FUNCTION_NAME, (context) -> method(context).function())
			.build());
	}

	private ScheduledMethod method(ScheduledTaskObservationContext context) {
		return this.methods.get(ScheduledMethod.Key.of(context));
	}

}
