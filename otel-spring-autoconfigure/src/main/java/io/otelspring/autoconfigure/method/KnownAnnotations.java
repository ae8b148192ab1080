// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.method;

import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.util.ClassUtils;

import io.otelspring.annotation.Counted;
import io.otelspring.annotation.MetricAttribute;
import io.otelspring.annotation.SpanAttribute;
import io.otelspring.annotation.Timed;
import io.otelspring.annotation.Traced;
import io.otelspring.annotation.Untraced;

/**
 * The annotations that are understood, by name, since those of OpenTelemetry need not be
 * on the classpath.
 */
final class KnownAnnotations {

	static final String TRACED = Traced.class.getName();

	static final String UNTRACED = Untraced.class.getName();

	static final String COUNTED = Counted.class.getName();

	static final String TIMED = Timed.class.getName();

	static final String SPAN_ATTRIBUTE = SpanAttribute.class.getName();

	static final String METRIC_ATTRIBUTE = MetricAttribute.class.getName();

	static final String WITH_SPAN = "io.opentelemetry.instrumentation.annotations.WithSpan";

	static final String ADDING_SPAN_ATTRIBUTES = "io.opentelemetry.instrumentation.annotations.AddingSpanAttributes";

	static final String OTEL_SPAN_ATTRIBUTE = "io.opentelemetry.instrumentation.annotations.SpanAttribute";

	/** Those that make something happen when the method is called. */
	static final List<String> EFFECTIVE = List.of(TRACED, WITH_SPAN, ADDING_SPAN_ATTRIBUTES, UNTRACED, COUNTED, TIMED);

	/** Those that stand on methods and classes. */
	static final List<String> ON_METHODS = List.of(TRACED, WITH_SPAN, ADDING_SPAN_ATTRIBUTES, UNTRACED, COUNTED, TIMED,
			SPAN_ATTRIBUTE);

	private static final Set<String> ALL = Set.of(TRACED, UNTRACED, COUNTED, TIMED, SPAN_ATTRIBUTE, METRIC_ATTRIBUTE,
			WITH_SPAN, ADDING_SPAN_ATTRIBUTES, OTEL_SPAN_ATTRIBUTE);

	private final Map<Class<? extends Annotation>, Boolean> types = new ConcurrentHashMap<>(64);

	/**
	 * Tell whether one of the annotations is understood, or an annotation of the
	 * application's own that carries one that is.
	 * @param annotations the annotations of an element
	 * @return whether there is one
	 */
	boolean containsAny(Annotation[] annotations) {
		for (Annotation annotation : annotations) {
			if (isKnown(annotation.annotationType())) {
				return true;
			}
		}
		return false;
	}

	private boolean isKnown(Class<? extends Annotation> type) {
		Boolean known = this.types.get(type);
		if (known == null) {
			known = find(type);
			this.types.put(type, known);
		}
		return known;
	}

	private static boolean find(Class<? extends Annotation> type) {
		if (type.getName().startsWith("java.")) {
			return false;
		}
		return ALL.contains(type.getName())
				|| MergedAnnotations.from(type).stream().anyMatch((meta) -> ALL.contains(meta.getType().getName()));
	}

	/**
	 * Return how people write the annotation.
	 * @param name the class name
	 * @return the short form
	 */
	static String display(String name) {
		return "@" + ClassUtils.getShortName(name);
	}

}
