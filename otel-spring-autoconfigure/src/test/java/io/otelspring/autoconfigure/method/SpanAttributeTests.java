// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.method;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import org.assertj.core.groups.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.otelspring.annotation.MetricAttribute;
import io.otelspring.annotation.SpanAttribute;
import io.otelspring.annotation.Traced;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SpanAttribute}.
 */
@ExtendWith(OutputCaptureExtension.class)
class SpanAttributeTests {

	private static final AttributeKey<String> VALUE = AttributeKey.stringKey("value");

	private final RecordedTelemetry telemetry = new RecordedTelemetry();

	private final Bean bean = this.telemetry.advise(new Bean());

	@ParameterizedTest
	@MethodSource
	void valuesKeepTheirType(Object value, AttributeKey<?> key, Object expected) {
		this.bean.any(value);
		assertThat(this.telemetry.span().getAttributes().asMap()).containsOnlyKeys(key).containsValue(expected);
	}

	static Stream<Arguments> valuesKeepTheirType() {
		AttributeKey<Long> integral = AttributeKey.longKey("value");
		AttributeKey<Double> floating = AttributeKey.doubleKey("value");
		AttributeKey<List<String>> strings = AttributeKey.stringArrayKey("value");
		AttributeKey<List<Long>> integrals = AttributeKey.longArrayKey("value");
		AttributeKey<List<Double>> floatings = AttributeKey.doubleArrayKey("value");
		AttributeKey<List<Boolean>> bools = AttributeKey.booleanArrayKey("value");
		return Stream.of(Arguments.of("text", VALUE, "text"),
				Arguments.of(true, AttributeKey.booleanKey("value"), true), Arguments.of(7, integral, 7L),
				Arguments.of((short) 7, integral, 7L), Arguments.of((byte) 7, integral, 7L),
				Arguments.of(7L, integral, 7L), Arguments.of(0.5f, floating, 0.5), Arguments.of(0.5, floating, 0.5),
				Arguments.of('c', VALUE, "c"), Arguments.of(new BigDecimal("1.10"), VALUE, "1.10"),
				Arguments.of(TimeUnit.DAYS, VALUE, "DAYS"), Arguments.of(new StringBuilder("sb"), VALUE, "sb"),
				Arguments.of(Optional.of(3), integral, 3L), Arguments.of(OptionalInt.of(3), integral, 3L),
				Arguments.of(new int[] { 1, 2 }, integrals, List.of(1L, 2L)),
				Arguments.of(new double[] { 0.5 }, floatings, List.of(0.5)),
				Arguments.of(new boolean[] { true }, bools, List.of(true)),
				Arguments.of(new String[] { "a", "b" }, strings, List.of("a", "b")),
				Arguments.of(List.of(1, 2), integrals, List.of(1L, 2L)),
				Arguments.of(Arrays.asList("a", null, "b"), strings, List.of("a", "b")),
				Arguments.of(Set.of(TimeUnit.DAYS), strings, List.of("DAYS")),
				Arguments.of(List.of(1, "a"), strings, List.of("1", "a")),
				Arguments.of(new ArrayList<>(), strings, List.of()),
				Arguments.of(List.of(List.of("x")), strings, List.of("[x]")));
	}

	@ParameterizedTest
	@MethodSource
	void someValuesAreNotRecorded(@Nullable Object value) {
		this.bean.any(value);
		assertThat(this.telemetry.span().getAttributes().isEmpty()).isTrue();
	}

	static Stream<Object> someValuesAreNotRecorded() {
		return Stream.of(Arguments.of((Object) null), Arguments.of(Optional.empty()), Arguments.of(OptionalInt.empty()),
				Arguments.of("secret".toCharArray()), Arguments.of(new byte[3]), Arguments.of(new Broken()));
	}

	@Test
	void brokenToStringDoesNotFailTheCall() {
		assertThat(this.bean.any(new Broken())).isEqualTo("called");
		assertThat(this.bean.any(List.of(new Broken()))).isEqualTo("called");
		assertThat(this.telemetry.spans()).hasSize(2);
	}

	@Test
	void parameterNameIsTheDefaultKey() {
		this.bean.named("a", 1, "x", "y");
		assertThat(RecordedTelemetry.attributes(this.telemetry.span())).isEqualTo(Attributes.builder()
			.put("order", "a")
			.put("count", 1)
			.put("explicit.key", "x")
			.put("meta.key", "y")
			.build());
	}

	@Test
	void expressionIsEvaluatedOnTheArgument() {
		this.bean.expressions(new Order(List.of("a", "b"), new Customer("vip")), new PojoOrder());
		assertThat(RecordedTelemetry.attributes(this.telemetry.span())).isEqualTo(Attributes.builder()
			.put("items", 2)
			.put("tier", "vip")
			.put("first", "a")
			.put("big", false)
			.put("pojo", 3)
			.build());
	}

	@Test
	void expressionOnNullIsLeftOut() {
		this.bean.expressions(null, null);
		assertThat(this.telemetry.span().getAttributes().isEmpty()).isTrue();
	}

	@Test
	void failingExpressionIsLeftOutAndSaidOnce(CapturedOutput output) {
		assertThat(this.bean.failingExpression("text", "kept")).isEqualTo("called");
		assertThat(this.bean.failingExpression("text", "kept")).isEqualTo("called");
		assertThat(this.telemetry.spans()).hasSize(2)
			.allSatisfy((span) -> assertThat(RecordedTelemetry.attributes(span))
				.isEqualTo(Attributes.of(AttributeKey.stringKey("other"), "kept")));
		assertThat(output).contains("nothing.there");
		assertThat(output.toString().split("nothing\\.there", -1)).hasSize(2);
	}

	@Test
	void expressionReachesNeitherTypesNorConstructors() {
		this.bean.dangerousExpression("x");
		assertThat(this.telemetry.span().getAttributes().isEmpty()).isTrue();
	}

	@Test
	void expressionThatIsNoSpelIsReportedAndDoesNotStopTheStart() {
		RecordedTelemetry other = new RecordedTelemetry();
		assertThat(other.advise(new BadExpression()).call("x")).isEqualTo("x");
		assertThat(other.ineffective()).singleElement().satisfies((ineffective) -> {
			assertThat(ineffective.method()).isEqualTo(BadExpression.class.getName() + ".call(String)");
			assertThat(ineffective.annotation()).isEqualTo("@SpanAttribute");
			assertThat(ineffective.reason()).contains("items.(").contains("not SpEL");
		});
	}

	@Test
	void returnValueIsRecorded() {
		assertThat(this.bean.result("a")).isEqualTo(new Order(List.of("a"), new Customer("x")));
		assertThat(RecordedTelemetry.attributes(this.telemetry.span()))
			.isEqualTo(Attributes.of(AttributeKey.longKey("size"), 1L));
	}

	@Test
	void missingParameterNameIsReported() throws Exception {
		Object target = WithoutParameterNames.compile("Nameless", """
				public class Nameless {
					@io.otelspring.annotation.Traced
					@io.otelspring.annotation.Counted("n")
					public void call(@io.otelspring.annotation.SpanAttribute String order,
							@io.otelspring.annotation.SpanAttribute("key") String other,
							@io.otelspring.annotation.MetricAttribute String tenant) {
					}
				}
				""");
		this.telemetry.postProcessor.setProxyClassLoader(target.getClass().getClassLoader());
		Object proxied = this.telemetry.advise(target);
		Method method = proxied.getClass().getMethod("call", String.class, String.class, String.class);
		method.invoke(proxied, "a", "b", "c");
		assertThat(RecordedTelemetry.attributes(this.telemetry.span()))
			.isEqualTo(Attributes.of(AttributeKey.stringKey("key"), "b"));
		assertThat(this.telemetry.ineffective())
			.extracting(IneffectiveAnnotation::method, IneffectiveAnnotation::annotation)
			.containsExactly(Tuple.tuple("Nameless.call(String, String, String)", "@MetricAttribute"),
					Tuple.tuple("Nameless.call(String, String, String)", "@SpanAttribute"));
		assertThat(this.telemetry.ineffective())
			.allSatisfy((ineffective) -> assertThat(ineffective.reason()).contains("-parameters"));
	}

	@Test
	void attributesWithoutASpanOrAMetricAreReported() {
		RecordedTelemetry other = new RecordedTelemetry();
		other.advise(new Useless());
		assertThat(other.ineffective()).extracting(IneffectiveAnnotation::annotation, IneffectiveAnnotation::reason)
			.containsExactlyInAnyOrder(
					Tuple.tuple("@SpanAttribute", "id: the method records no span; add @Traced to it"),
					Tuple.tuple("@SpanAttribute", "result: the method records no span; add @Traced to it"),
					Tuple.tuple("@MetricAttribute", "tenant: the method has no metric; add @Counted or @Timed to it"),
					Tuple.tuple("@SpanAttribute", "the method returns nothing"),
					Tuple.tuple("@SpanAttribute", "a return value has no name of its own; give the attribute a key"));
	}

	static class Bean {

		@Traced
		String any(@SpanAttribute("value") @Nullable Object value) {
			return "called";
		}

		@Traced
		void named(@SpanAttribute String order, @SpanAttribute int count, @SpanAttribute(key = "explicit.key") String x,
				@Meta String y) {
		}

		@Traced
		void expressions(
				@SpanAttribute(key = "items",
						expression = "items.size()") @SpanAttributes.Tier @SpanAttributes.First @Nullable Order order,
				@SpanAttribute(key = "pojo", expression = "total + 1") @Nullable PojoOrder pojo) {
		}

		@Traced
		String failingExpression(@SpanAttribute(key = "value", expression = "nothing.there") String value,
				@SpanAttribute("other") String other) {
			return "called";
		}

		@Traced
		void dangerousExpression(@SpanAttribute(key = "value",
				expression = "T(java.lang.System).getProperty('user.home')") String value) {
		}

		@Traced
		@SpanAttribute(key = "size", expression = "items.size()")
		Order result(String item) {
			return new Order(List.of(item), new Customer("x"));
		}

	}

	@Target(ElementType.PARAMETER)
	@Retention(RetentionPolicy.RUNTIME)
	@SpanAttribute("meta.key")
	@interface Meta {

	}

	interface SpanAttributes {

		@Target(ElementType.PARAMETER)
		@Retention(RetentionPolicy.RUNTIME)
		@SpanAttribute(key = "tier", expression = "customer.tier")
		@interface Tier {

		}

		@Target(ElementType.PARAMETER)
		@Retention(RetentionPolicy.RUNTIME)
		@SpanAttribute(key = "first", expression = "items[0]")
		@Big
		@interface First {

		}

		@Target({ ElementType.PARAMETER, ElementType.ANNOTATION_TYPE })
		@Retention(RetentionPolicy.RUNTIME)
		@SpanAttribute(key = "big", expression = "items.size() > 5 ? true : false")
		@interface Big {

		}

	}

	record Order(List<String> items, Customer customer) {

	}

	record Customer(String tier) {

	}

	public static class PojoOrder {

		public int getTotal() {
			return 2;
		}

	}

	static class Broken {

		@Override
		public String toString() {
			throw new StackOverflowError("broken");
		}

	}

	static class BadExpression {

		@Traced
		String call(@SpanAttribute(key = "value", expression = "items.(") String value) {
			return value;
		}

	}

	static class Useless {

		@SpanAttribute("result")
		String nothing(@SpanAttribute String id, @MetricAttribute String tenant) {
			return id;
		}

		@Traced
		@SpanAttribute("void")
		void nothingToRecord() {
		}

		@Traced
		@SpanAttribute
		String withoutKey() {
			return "";
		}

	}

}
