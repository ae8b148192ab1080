// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.method;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;
import org.springframework.core.annotation.AliasFor;

import io.otelspring.annotation.SpanAttribute;
import io.otelspring.annotation.Traced;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for where {@link Traced} holds that does not stand on the method itself, and for
 * overloads.
 */
class InheritedAnnotationTests {

	private final RecordedTelemetry telemetry = new RecordedTelemetry();

	@Test
	void classLevelHoldsForPublicMethodsOfTheBeanAndItsSuperclasses() {
		TracedClass bean = this.telemetry.advise(new TracedClass());
		bean.own();
		bean.inherited();
		bean.named();
		bean.packagePrivate();
		bean.toString();
		bean.hashCode();
		assertThat(this.telemetry.spans()).extracting(SpanData::getName)
			.containsExactly("TracedClass.own", "TracedClass.inherited", "special");
		assertThat(this.telemetry.span("TracedClass.own").getKind()).isEqualTo(SpanKind.SERVER);
		assertThat(this.telemetry.span("special").getKind()).isEqualTo(SpanKind.INTERNAL);
	}

	@Test
	void classLevelIsInheritedFromASuperclass() {
		this.telemetry.advise(new SubclassOfTraced()).extra();
		assertThat(this.telemetry.span().getName()).isEqualTo("SubclassOfTraced.extra");
	}

	@Test
	void annotationsOfInterfaceMethodsHold() {
		PriceService service = this.telemetry.advise(new DefaultPriceService());
		service.price("apple");
		service.discount("apple");
		((DefaultPriceService) service).ownMethod();
		assertThat(this.telemetry.spans()).extracting(SpanData::getName)
			.containsExactly("price", "DefaultPriceService.discount");
		assertThat(this.telemetry.span("price").getAttributes().get(AttributeKey.stringKey("item"))).isEqualTo("apple");
	}

	@Test
	void annotationsOfInterfacesHoldForTheirMethods() {
		DefaultStockService service = this.telemetry.advise(new DefaultStockService());
		service.stock("apple");
		service.other();
		assertThat(this.telemetry.span().getName()).isEqualTo("DefaultStockService.stock");
	}

	@Test
	void genericInterfaceMethodsAreFoundThroughBridges() {
		@SuppressWarnings("unchecked")
		Handler<String> handler = this.telemetry.advise(new StringHandler());
		handler.handle("x");
		assertThat(this.telemetry.span().getName()).isEqualTo("StringHandler.handle");
		assertThat(this.telemetry.span().getAttributes().get(AttributeKey.stringKey("value"))).isEqualTo("x");
	}

	@Test
	void methodInheritedIntoAnInterfaceIsFound() {
		this.telemetry.advise(new LateImplementation()).run();
		assertThat(this.telemetry.span().getName()).isEqualTo("late");
	}

	@Test
	void composedAnnotationsOverrideByAlias() {
		Composed bean = this.telemetry.advise(new Composed());
		bean.plain();
		bean.renamed();
		bean.twice();
		assertThat(this.telemetry.spans()).extracting(SpanData::getName)
			.containsExactly("remote", "fetch-user", "fetch-order");
		assertThat(this.telemetry.spans()).extracting(SpanData::getKind).containsOnly(SpanKind.CLIENT);
	}

	@Test
	void overloadsHaveRecipesOfTheirOwn() {
		Overloads bean = this.telemetry.advise(new Overloads());
		bean.find("a");
		bean.find(1);
		bean.find(1L);
		assertThat(this.telemetry.spans()).extracting(SpanData::getName).containsExactly("by-name", "by-number");
	}

	public static class Base {

		public void inherited() {
		}

	}

	@Traced(kind = SpanKind.SERVER)
	public static class TracedClass extends Base {

		public void own() {
		}

		@Traced("special")
		public void named() {
		}

		void packagePrivate() {
		}

		@Override
		public String toString() {
			return "TracedClass";
		}

	}

	public static class SubclassOfTraced extends TracedClass {

		public void extra() {
		}

	}

	interface PriceService {

		@Traced("price")
		int price(@SpanAttribute("item") String item);

		@Traced
		default int discount(String item) {
			return 0;
		}

	}

	public static class DefaultPriceService implements PriceService {

		@Override
		public int price(String item) {
			return 1;
		}

		public void ownMethod() {
		}

	}

	@Traced
	interface StockService {

		int stock(String item);

	}

	public static class DefaultStockService implements StockService {

		@Override
		public int stock(String item) {
			return 1;
		}

		public void other() {
		}

	}

	interface Handler<T> {

		@Traced
		void handle(@SpanAttribute("value") T value);

	}

	static class StringHandler implements Handler<String> {

		@Override
		public void handle(String value) {
		}

	}

	public static class EarlyImplementation {

		public void run() {
		}

	}

	interface LateInterface {

		@Traced("late")
		void run();

	}

	static class LateImplementation extends EarlyImplementation implements LateInterface {

	}

	@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
	@Retention(RetentionPolicy.RUNTIME)
	@Traced(name = "remote", kind = SpanKind.CLIENT)
	@interface RemoteCall {

		@AliasFor(annotation = Traced.class, attribute = "value")
		String value() default "";

	}

	@Target(ElementType.METHOD)
	@Retention(RetentionPolicy.RUNTIME)
	@RemoteCall
	@interface FetchCall {

		@AliasFor(annotation = Traced.class, attribute = "name")
		String name();

	}

	static class Composed {

		@RemoteCall
		void plain() {
		}

		@RemoteCall("fetch-user")
		void renamed() {
		}

		@FetchCall(name = "fetch-order")
		void twice() {
		}

	}

	static class Overloads {

		@Traced("by-name")
		void find(String name) {
		}

		@Traced("by-number")
		void find(int number) {
		}

		void find(long number) {
		}

	}

}
