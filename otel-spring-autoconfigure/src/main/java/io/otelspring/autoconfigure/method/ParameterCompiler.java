// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.method;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.MethodParameter;
import org.springframework.core.ParameterNameDiscoverer;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedMethod;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.expression.EvaluationContext;
import org.springframework.expression.ParseException;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.expression.spel.support.SimpleEvaluationContext;

/**
 * Compiles what stands on the parameters of a method, and on its return value.
 */
final class ParameterCompiler {

	private static final int RETURN_VALUE = -1;

	private final ParameterNameDiscoverer names = new DefaultParameterNameDiscoverer();

	private final SpelExpressionParser parser = new SpelExpressionParser();

	private final EvaluationContext context = SimpleEvaluationContext.forReadOnlyDataBinding()
		.withInstanceMethods()
		.build();

	Bindings compile(Method method, AnnotationSources sources, RecipeCompiler.Findings findings) {
		Bindings bindings = new Bindings();
		MethodParameter[] parameters = (method.getParameterCount() > 0)
				? new AnnotatedMethod(method).getMethodParameters() : new MethodParameter[0];
		for (int i = 0; i < parameters.length; i++) {
			Annotation[] present = parameters[i].getParameterAnnotations();
			if (present.length > 0) {
				int index = i;
				MergedAnnotations annotations = MergedAnnotations.from(present);
				annotations.stream(KnownAnnotations.SPAN_ATTRIBUTE)
					.forEach((annotation) -> bindings.span(bind(method, index, annotation, findings)));
				annotations.stream(KnownAnnotations.OTEL_SPAN_ATTRIBUTE)
					.forEach((annotation) -> bindings.span(bind(method, index, annotation, findings)));
				annotations.stream(KnownAnnotations.METRIC_ATTRIBUTE)
					.forEach((annotation) -> bindings.metric(bind(method, index, annotation, findings)));
			}
		}
		AnnotationSources.Found onResult = sources.findOnMethod(KnownAnnotations.SPAN_ATTRIBUTE);
		if (onResult != null) {
			bindings.result = result(method, onResult.annotation(), findings);
		}
		return bindings;
	}

	private @Nullable AttributeBinding result(Method method, MergedAnnotation<Annotation> annotation,
			RecipeCompiler.Findings findings) {
		if (method.getReturnType() == void.class) {
			findings.add(KnownAnnotations.SPAN_ATTRIBUTE, "the method returns nothing");
			return null;
		}
		if (ResultKind.isManyValued(method.getReturnType())) {
			findings.add(KnownAnnotations.SPAN_ATTRIBUTE, "the method returns a stream, which has no single value");
			return null;
		}
		return bind(method, RETURN_VALUE, annotation, findings);
	}

	private @Nullable AttributeBinding bind(Method method, int index, MergedAnnotation<Annotation> annotation,
			RecipeCompiler.Findings findings) {
		String name = KnownAnnotations.display(annotation.getType().getName());
		boolean ours = !annotation.getType().getName().equals(KnownAnnotations.OTEL_SPAN_ATTRIBUTE);
		String key = ours ? AnnotationAttributes.text(annotation, "key", "") : annotation.getString("value").strip();
		if (key.isEmpty() && index == RETURN_VALUE) {
			findings.addDisplayed(name, "a return value has no name of its own; give the attribute a key");
			return null;
		}
		if (key.isEmpty()) {
			@Nullable String @Nullable [] discovered = this.names.getParameterNames(method);
			String discoveredName = (discovered != null) ? discovered[index] : null;
			if (discoveredName == null) {
				findings.addDisplayed(name, "parameter " + (index + 1)
						+ " has no key, and no name since the class was compiled without -parameters; give it a key");
				return null;
			}
			key = discoveredName;
		}
		String expression = ours ? annotation.getString("expression") : "";
		if (expression.isBlank()) {
			if (!annotation.getType().getName().equals(KnownAnnotations.METRIC_ATTRIBUTE)) {
				findings.questionable(TextAttribute.judge(findings.method(), key,
						(index == RETURN_VALUE) ? ResolvableType.forMethodReturnType(method)
								: ResolvableType.forMethodParameter(method, index)));
			}
			return new AttributeBinding(index, key, null);
		}
		try {
			return new AttributeBinding(index, key,
					new ValueExpression(this.parser.parseExpression(expression), this.context, findings.method()));
		}
		catch (ParseException | IllegalStateException ex) {
			findings.addDisplayed(name, "the expression '" + expression + "' is not SpEL: " + ex.getMessage());
			return null;
		}
	}

	/**
	 * What stands on the parameters and the return value of one method.
	 */
	static final class Bindings {

		private final List<AttributeBinding> span = new ArrayList<>();

		private final List<AttributeBinding> metric = new ArrayList<>();

		private @Nullable AttributeBinding result;

		private void span(@Nullable AttributeBinding binding) {
			if (binding != null) {
				this.span.add(binding);
			}
		}

		private void metric(@Nullable AttributeBinding binding) {
			if (binding != null) {
				this.metric.add(binding);
			}
		}

		AttributeBinding[] spanArguments() {
			return this.span.isEmpty() ? AttributeBinding.NONE : this.span.toArray(AttributeBinding[]::new);
		}

		/**
		 * Hand the bindings over where there is something for them to be attributes of.
		 * @param builder what the method's recipe is made of
		 * @param findings takes down what has no effect
		 */
		void apply(MethodRecipeBuilder builder, RecipeCompiler.Findings findings) {
			if (builder.span != null || builder.currentSpan) {
				builder.result = this.result;
				builder.currentSpanArguments = builder.currentSpan ? spanArguments() : AttributeBinding.NONE;
			}
			else {
				String reason = builder.untraced ? "the method is @Untraced"
						: "the method records no span; add @Traced to it";
				this.span.forEach((binding) -> findings.add(KnownAnnotations.SPAN_ATTRIBUTE, binding + ": " + reason));
				if (this.result != null) {
					findings.add(KnownAnnotations.SPAN_ATTRIBUTE, this.result + ": " + reason);
				}
			}
			if (!builder.metrics.isEmpty()) {
				builder.dimensions = this.metric.isEmpty() ? AttributeBinding.NONE
						: this.metric.toArray(AttributeBinding[]::new);
			}
			else {
				this.metric.forEach((binding) -> findings.add(KnownAnnotations.METRIC_ATTRIBUTE,
						binding + ": the method has no metric; add @Counted or @Timed to it"));
			}
		}

	}

}
