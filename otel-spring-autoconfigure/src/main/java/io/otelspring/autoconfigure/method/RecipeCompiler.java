// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.method;

import java.lang.annotation.Annotation;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;

import io.otelspring.autoconfigure.Finding;

/**
 * Compiles the annotations of a class into recipes, once, when the first bean of the
 * class is made.
 */
final class RecipeCompiler {

	private final MethodTelemetry telemetry;

	private final ParameterCompiler parameters = new ParameterCompiler();

	RecipeCompiler(MethodTelemetry telemetry) {
		this.telemetry = telemetry;
	}

	/**
	 * Compile a class.
	 * @param type the class of the bean
	 * @param further interfaces of the bean that its class does not implement
	 * @return the compiled class
	 */
	AnnotatedClass compile(Class<?> type, Collection<Class<?>> further) {
		Set<Class<?>> interfaces = AnnotatedClass.interfaces(type, further);
		Map<Method, MethodRecipe> recipes = new LinkedHashMap<>();
		List<IneffectiveAnnotation> ineffective = new ArrayList<>();
		List<Finding> questionable = new ArrayList<>();
		AnnotatedClass.methods(type, interfaces).forEach((method, declarations) -> {
			AnnotationSources sources = new AnnotationSources(type, interfaces, method, declarations);
			Class<?> owner = MethodNames.owner(type, interfaces, method);
			Findings findings = new Findings(MethodNames.display(owner, method), ineffective, questionable);
			MethodRecipe recipe = compile(owner, method, sources, findings);
			if (recipe != null) {
				recipes.put(method, recipe);
			}
		});
		for (Constructor<?> constructor : type.getDeclaredConstructors()) {
			reportConstructor(type, constructor, ineffective);
		}
		return new AnnotatedClass(type, recipes, ineffective, questionable);
	}

	private @Nullable MethodRecipe compile(Class<?> owner, Method method, AnnotationSources sources,
			Findings findings) {
		String obstacle = obstacle(method);
		if (obstacle != null) {
			for (String name : KnownAnnotations.ON_METHODS) {
				if (sources.find(name) != null) {
					findings.add(name, obstacle);
				}
			}
			return null;
		}
		MethodRecipeBuilder builder = new MethodRecipeBuilder(method, findings.method());
		builder.resultKind = ResultKind.of(method);
		String defaultName = MethodNames.defaultName(owner, method);
		compileMetrics(builder, sources, defaultName, findings);
		ParameterCompiler.Bindings bindings = this.parameters.compile(method, sources, findings);
		compileSpan(builder, sources, defaultName, bindings, findings);
		bindings.apply(builder, findings);
		if (builder.isEmpty()) {
			return null;
		}
		if (ResultKind.isUnfollowable(method.getReturnType())) {
			builder.annotations.forEach((name) -> findings.addDisplayed(name, "the end of a "
					+ method.getReturnType().getSimpleName()
					+ " cannot be followed, the call is taken to end when the method returns; declare a more general type"));
		}
		return new MethodRecipe(this.telemetry, builder);
	}

	private static @Nullable String obstacle(Method method) {
		int modifiers = method.getModifiers();
		if (Modifier.isStatic(modifiers)) {
			return "the method is static, a proxy cannot intercept it";
		}
		if (Modifier.isPrivate(modifiers)) {
			return "the method is private, a proxy cannot intercept it";
		}
		return Modifier.isFinal(modifiers) ? "the method is final, a proxy cannot intercept it" : null;
	}

	private static void compileSpan(MethodRecipeBuilder builder, AnnotationSources sources, String defaultName,
			ParameterCompiler.Bindings bindings, Findings findings) {
		AnnotationSources.Found traced = sources.find(KnownAnnotations.TRACED);
		AnnotationSources.Found withSpan = sources.findOnMethod(KnownAnnotations.WITH_SPAN);
		AnnotationSources.Found untraced = sources.find(KnownAnnotations.UNTRACED);
		AnnotationSources.Found span = (traced != null && (withSpan == null || !withSpan.isNearerThan(traced))) ? traced
				: withSpan;
		if (untraced != null && (span == null || !span.isNearerThan(untraced))) {
			builder.untraced = true;
			builder.annotations.add(KnownAnnotations.display(KnownAnnotations.UNTRACED));
			if (span != null && span.isAsNearAs(untraced)) {
				findings.add((span == traced) ? KnownAnnotations.TRACED : KnownAnnotations.WITH_SPAN,
						"@Untraced stands beside it and wins");
			}
			return;
		}
		if (traced != null) {
			builder.annotations.add(KnownAnnotations.display(KnownAnnotations.TRACED));
		}
		if (withSpan != null) {
			builder.annotations.add(KnownAnnotations.display(KnownAnnotations.WITH_SPAN));
		}
		if (span != null) {
			builder.span = (span == traced) ? traced(span.annotation(), defaultName, bindings)
					: withSpan(span.annotation(), defaultName, bindings);
		}
		else if (sources.findOnMethod(KnownAnnotations.ADDING_SPAN_ATTRIBUTES) != null) {
			builder.annotations.add(KnownAnnotations.display(KnownAnnotations.ADDING_SPAN_ATTRIBUTES));
			builder.currentSpan = true;
		}
	}

	private static SpanRecipe traced(MergedAnnotation<Annotation> annotation, String defaultName,
			ParameterCompiler.Bindings bindings) {
		return new SpanRecipe(AnnotationAttributes.text(annotation, "name", defaultName),
				annotation.getEnum("kind", SpanKind.class),
				annotation.getBoolean("newTrace") ? SpanRecipe.Parentage.LINKED_ROOT : SpanRecipe.Parentage.CHILD,
				AnnotationAttributes.fixed(annotation), bindings.spanArguments());
	}

	private static SpanRecipe withSpan(MergedAnnotation<Annotation> annotation, String defaultName,
			ParameterCompiler.Bindings bindings) {
		String name = annotation.getString("value");
		// Older versions of the annotation know no inheritContext.
		boolean child = annotation.getValue("inheritContext", Boolean.class).orElse(Boolean.TRUE);
		return new SpanRecipe(name.isEmpty() ? defaultName : name, annotation.getEnum("kind", SpanKind.class),
				child ? SpanRecipe.Parentage.CHILD : SpanRecipe.Parentage.ROOT, Attributes.empty(),
				bindings.spanArguments());
	}

	private static void compileMetrics(MethodRecipeBuilder builder, AnnotationSources sources, String defaultName,
			Findings findings) {
		AnnotationSources.Found counted = sources.find(KnownAnnotations.COUNTED);
		AnnotationSources.Found timed = sources.find(KnownAnnotations.TIMED);
		String metricName = MetricNames.sanitise(defaultName);
		boolean named = counted == null || !AnnotationAttributes.text(counted.annotation(), "name", "").isEmpty();
		if (counted != null) {
			MergedAnnotation<Annotation> annotation = counted.annotation();
			String name = AnnotationAttributes.text(annotation, "name", metricName);
			if (MetricNames.accept(name, annotation.getString("unit"), KnownAnnotations.COUNTED, findings)) {
				builder.annotations.add(KnownAnnotations.display(KnownAnnotations.COUNTED));
				builder.metrics.add(MetricRecipe.counter(name, annotation.getString("unit"),
						annotation.getString("description"), AnnotationAttributes.fixed(annotation)));
			}
		}
		if (timed != null) {
			MergedAnnotation<Annotation> annotation = timed.annotation();
			String name = AnnotationAttributes.text(annotation, "name", named ? metricName : metricName + ".duration");
			if (MetricNames.accept(name, "s", KnownAnnotations.TIMED, findings)) {
				builder.annotations.add(KnownAnnotations.display(KnownAnnotations.TIMED));
				builder.metrics.add(MetricRecipe.timer(name, annotation.getString("description"),
						AnnotationAttributes.fixed(annotation)));
			}
		}
	}

	private static void reportConstructor(Class<?> type, Constructor<?> constructor,
			List<IneffectiveAnnotation> ineffective) {
		if (constructor.getDeclaredAnnotations().length > 0) {
			MergedAnnotations annotations = MergedAnnotations.from(constructor);
			Findings findings = new Findings(MethodNames.display(type, constructor), ineffective, new ArrayList<>());
			for (String name : List.of(KnownAnnotations.WITH_SPAN, KnownAnnotations.ADDING_SPAN_ATTRIBUTES)) {
				if (annotations.isPresent(name)) {
					findings.add(name, "it stands on a constructor, which a proxy cannot intercept");
				}
			}
		}
	}

	/**
	 * Takes down what has no effect on one method.
	 *
	 * @param method the method
	 * @param list the list of the class
	 * @param questionable what has an effect that is hardly meant
	 */
	record Findings(String method, List<IneffectiveAnnotation> list, List<Finding> questionable) {

		void add(String annotation, String reason) {
			addDisplayed(KnownAnnotations.display(annotation), reason);
		}

		void questionable(@Nullable Finding finding) {
			if (finding != null) {
				this.questionable.add(finding);
			}
		}

		void addDisplayed(String annotation, String reason) {
			this.list.add(new IneffectiveAnnotation(this.method, annotation, reason));
		}

	}

}
