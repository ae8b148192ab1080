// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk.global;

import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.ObservableLongCounter;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

/**
 * Tests for what libraries keep of the global: it records wherever the current owner is.
 */
class DelegatingInstrumentsTests {

	private static final List<String> OBSERVED = List.of("observed.long.counter", "observed.double.counter",
			"observed.long.updown", "observed.double.updown", "observed.long.gauge", "observed.double.gauge",
			"batched.long", "batched.double");

	private final TestContext first = new TestContext();

	private final TestContext second = new TestContext();

	private LibraryTelemetry library;

	@BeforeEach
	void registerAndUse() {
		GlobalOpenTelemetry.resetForTest();
		GlobalOwnership.register();
		this.library = new LibraryTelemetry();
		this.library.use();
	}

	@AfterEach
	void closeAll() throws Exception {
		this.library.close();
		this.first.close();
		this.second.close();
		GlobalOpenTelemetry.resetForTest();
	}

	@Test
	void nothingIsEnabledWithoutAnOwner() {
		assertThat(this.library.tracer.isEnabled()).isFalse();
		assertThat(this.library.logger.isEnabled(Severity.INFO)).isFalse();
		assertThat(this.library.longCounter.isEnabled()).isFalse();
		assertThat(this.library.doubleHistogram.isEnabled()).isFalse();
		this.first.start();
		assertThat(this.library.tracer.isEnabled()).isTrue();
		assertThat(this.library.logger.isEnabled(Severity.INFO)).isTrue();
		assertThat(this.library.longCounter.isEnabled()).isTrue();
		assertThat(this.library.doubleHistogram.isEnabled()).isTrue();
	}

	@Test
	void everythingRecordsWithTheOwnerAndThenWithTheNext() {
		this.first.start();
		this.library.use();
		assertEverythingOnce(this.first);
		GlobalOwnership.withdraw(this.first);
		this.library.use();
		this.second.start();
		this.library.use();
		assertEverythingOnce(this.second);
		assertThat(this.first.values("long.counter")).containsExactly(1L);
		assertThat(this.first.spanNames()).hasSize(1);
	}

	private static void assertEverythingOnce(TestContext context) {
		assertThat(context.spanNames()).containsExactly("library");
		assertThat(context.logBodies()).containsExactly("library");
		assertThat(context.values("long.counter")).containsExactly(1L);
		assertThat(context.values("double.counter")).containsExactly(1.5);
		assertThat(context.values("long.updown")).containsExactly(-1L);
		assertThat(context.values("double.updown")).containsExactly(-1.5);
		assertThat(context.values("long.gauge")).containsExactly(7L);
		assertThat(context.values("double.gauge")).containsExactly(7.5);
		assertThat(context.values("observed.long.counter")).containsExactly(1L);
		assertThat(context.values("observed.double.counter")).containsExactly(1.5);
		assertThat(context.values("observed.long.updown")).containsExactly(2L);
		assertThat(context.values("observed.double.updown")).containsExactly(2.5);
		assertThat(context.values("observed.long.gauge")).containsExactly(3L);
		assertThat(context.values("observed.double.gauge")).containsExactly(3.5);
		assertThat(context.values("batched.long")).containsExactly(4L);
		assertThat(context.values("batched.double")).containsExactly(4.5);
		MetricData counter = context.metric("long.counter").orElseThrow();
		assertThat(counter.getUnit()).isEqualTo("{call}");
		assertThat(counter.getDescription()).isEqualTo("Calls");
		assertThat(counter.getInstrumentationScopeInfo().getName()).isEqualTo("library");
		MetricData histogram = context.metric("long.histogram").orElseThrow();
		assertThat(histogram.getUnit()).isEqualTo("By");
		assertThat(histogram.getHistogramData().getPoints()).singleElement()
			.extracting(HistogramPointData::getBoundaries)
			.isEqualTo(List.of(10.0, 20.0));
		assertThat(context.metric("double.histogram").orElseThrow().getHistogramData().getPoints()).singleElement()
			.extracting(HistogramPointData::getBoundaries)
			.isEqualTo(List.of(1.0, 2.0));
	}

	@Test
	void attributesAreHandedOn() {
		this.first.start();
		this.library.longCounter.add(3, Attributes.of(AttributeKey.stringKey("channel"), "web"));
		assertThat(this.first.metric("long.counter").orElseThrow().getLongSumData().getPoints()).singleElement()
			.satisfies((point) -> assertThat(point.getAttributes().get(AttributeKey.stringKey("channel")))
				.isEqualTo("web"));
	}

	@Test
	void observablesLeaveAnOwnerThatIsWithdrawn() {
		this.first.start();
		assertThat(OBSERVED).allSatisfy((name) -> assertThat(this.first.metric(name)).isPresent());
		GlobalOwnership.withdraw(this.first);
		assertThat(OBSERVED).allSatisfy((name) -> assertThat(this.first.metric(name)).isEmpty());
	}

	@Test
	void observablesThatWereClosedStayAway() throws Exception {
		this.first.start();
		this.library.close();
		this.library.close();
		assertThat(OBSERVED).allSatisfy((name) -> assertThat(this.first.metric(name)).isEmpty());
		GlobalOwnership.withdraw(this.first);
		this.second.start();
		assertThat(OBSERVED).allSatisfy((name) -> assertThat(this.second.metric(name)).isEmpty());
	}

	@Test
	void anObservableOfTheSameCodeTakesThePlaceOfOneFromAClosedContext() {
		Pool old = new Pool("main", 1);
		old.register();
		this.first.start();
		Pool other = new Pool("other", 2);
		other.register();
		assertThat(this.first.values("pool.size")).containsExactly(1L, 2L);
		this.first.close();
		Pool early = new Pool("main", 3);
		early.register();
		this.second.start();
		Pool late = new Pool("late", 4);
		late.register();
		assertThat(this.second.values("pool.size")).containsExactly(3L, 4L);
		early.registration.close();
		late.registration.close();
	}

	@Test
	void observablesOfTwoLiveContextsDoNotReplaceEachOther() {
		this.first.start();
		Pool one = new Pool("one", 1);
		one.register();
		this.second.start();
		Pool two = new Pool("two", 2);
		two.register();
		this.first.close();
		Pool three = new Pool("three", 3);
		three.register();
		assertThat(this.second.values("pool.size")).containsExactly(2L, 3L);
		two.registration.close();
		three.registration.close();
	}

	@Test
	void anObservableOfARestartedApplicationIsDropped() throws Exception {
		try (URLClassLoader before = loader(); URLClassLoader after = loader()) {
			ObservableLongCounter registration = GlobalOpenTelemetry.getMeter("library")
				.counterBuilder("restarted")
				.buildWithCallback(callbackOf(before));
			startWith(this.first, before);
			assertThat(this.first.values("restarted")).containsExactly(5L);
			this.first.close();
			startWith(this.second, after);
			assertThat(this.second.values("restarted")).isEmpty();
			assertThat(this.second.values("observed.long.counter")).containsExactly(1L);
			this.second.close();
			try (TestContext third = new TestContext()) {
				startWith(third, before);
				assertThat(third.values("restarted")).isEmpty();
			}
			registration.close();
		}
	}

	@Test
	void recordsWhileOwnersComeAndGo() throws Exception {
		AtomicBoolean done = new AtomicBoolean();
		LongCounter counter = GlobalOpenTelemetry.getMeter("library").counterBuilder("busy").build();
		CompletableFuture<?> busy = CompletableFuture.runAsync(() -> {
			while (!done.get()) {
				this.library.tracer.spanBuilder("busy").startSpan();
				counter.add(1);
			}
		});
		for (int round = 0; round < 50; round++) {
			try (TestContext context = new TestContext().start()) {
				assertThat(context.values("batched.long")).containsExactly(4L);
			}
		}
		done.set(true);
		assertThatCode(() -> busy.get(1, TimeUnit.MINUTES)).doesNotThrowAnyException();
		this.first.start();
		counter.add(1);
		assertThat(this.first.values("busy")).containsExactly(1L);
		assertThat(this.first.values("batched.long")).containsExactly(4L);
	}

	private static URLClassLoader loader() {
		return new URLClassLoader(new URL[0], DelegatingInstrumentsTests.class.getClassLoader());
	}

	@SuppressWarnings("unchecked")
	private static Consumer<ObservableLongMeasurement> callbackOf(ClassLoader loader) {
		return (Consumer<ObservableLongMeasurement>) Proxy.newProxyInstance(loader, new Class<?>[] { Consumer.class },
				(proxy, method, arguments) -> {
					((ObservableLongMeasurement) arguments[0]).record(5);
					return null;
				});
	}

	private static void startWith(TestContext context, ClassLoader loader) {
		Thread thread = Thread.currentThread();
		ClassLoader before = thread.getContextClassLoader();
		thread.setContextClassLoader(loader);
		try {
			context.start();
		}
		finally {
			thread.setContextClassLoader(before);
		}
	}

	/**
	 * A bean that registers a callback and closes it only where a test says so.
	 */
	private static final class Pool {

		private final Attributes attributes;

		private final long size;

		private ObservableLongCounter registration;

		private Pool(String name, long size) {
			this.attributes = Attributes.of(AttributeKey.stringKey("pool"), name);
			this.size = size;
		}

		private void register() {
			this.registration = GlobalOpenTelemetry.getMeter("pools")
				.counterBuilder("pool.size")
				.buildWithCallback((result) -> result.record(this.size, this.attributes));
		}

	}

}
