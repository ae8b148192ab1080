// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.context.reactor;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import io.micrometer.context.ThreadLocalAccessor;
import io.micrometer.observation.NullObservation;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.test.util.ReflectionTestUtils;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.util.context.ReactorContextAccessor;

import io.otelspring.test.AllocatedBytes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ThreadLocalRestoring}.
 */
class ThreadLocalRestoringTests {

	private final List<Local> locals = List.of(new Local("a"), new Local("b"), new Local("c"));

	private final ContextRegistry registry = new ContextRegistry();

	private final ContextSnapshotFactory reactors = ContextSnapshotFactory.builder()
		.contextRegistry(this.registry)
		.clearMissing(true)
		.build();

	private final ThreadLocalRestoring restoring = new ThreadLocalRestoring(this.reactors, this.registry);

	@BeforeEach
	void register() {
		this.registry.registerContextAccessor(new ReactorContextAccessor());
		this.locals.forEach(this.registry::registerThreadLocalAccessor);
	}

	@AfterEach
	void reset() {
		this.locals.forEach((local) -> local.value.remove());
	}

	@Test
	void whatIsSetAndRestoredIsWhatReactorSetsAndRestores() {
		Random random = new Random(20);
		for (int i = 0; i < 5000; i++) {
			long seed = random.nextLong();
			assertThat(values(this.restoring, seed)).isEqualTo(values(this.reactors, seed));
		}
	}

	// What all thread locals are inside and outside of two scopes, within which somebody
	// changes them and does not change them back.
	private List<@Nullable Object> values(ContextSnapshotFactory factory, long seed) {
		Random random = new Random(seed);
		List<@Nullable Object> values = new ArrayList<>();
		change(random);
		try (ContextSnapshot.Scope outer = factory.setThreadLocalsFrom(context(random))) {
			add(values);
			change(random);
			try (ContextSnapshot.Scope inner = factory.setThreadLocalsFrom(context(random))) {
				add(values);
				change(random);
			}
			add(values);
		}
		add(values);
		return values;
	}

	private Context context(Random random) {
		Context context = Context.empty();
		for (Local local : this.locals) {
			int value = random.nextInt(3);
			context = (value > 0) ? context.put(local.key, String.valueOf(value).intern()) : context;
		}
		return context;
	}

	private void change(Random random) {
		for (Local local : this.locals) {
			int value = random.nextInt(4);
			if (value == 0) {
				local.value.remove();
			}
			else if (value < 3) {
				local.value.set(String.valueOf(value).intern());
			}
		}
	}

	private void add(List<@Nullable Object> values) {
		this.locals.forEach((local) -> values.add(local.value.get()));
	}

	@Test
	void whatIsRightIsNotSetAgain() {
		Context context = Context.of("a", "1", "b", "2");
		this.locals.get(0).value.set("1");
		try (ContextSnapshot.Scope scope = this.restoring.setThreadLocalsFrom(context)) {
			assertThat(this.locals.get(1).value.get()).isEqualTo("2");
		}
		assertThat(this.locals).extracting((local) -> local.writes).containsExactly(0, 2, 0);
	}

	@Test
	void accessorsThatAreRegisteredLaterAreKnown() {
		Local later = new Local("later");
		Context context = Context.of("later", "1");
		this.restoring.setThreadLocalsFrom(context).close();
		this.registry.registerThreadLocalAccessor(later);
		try (ContextSnapshot.Scope scope = this.restoring.setThreadLocalsFrom(context)) {
			assertThat(later.value.get()).isEqualTo("1");
			this.registry.removeThreadLocalAccessor("later");
		}
		assertThat(later.value.get()).isNull();
		try (ContextSnapshot.Scope scope = this.restoring.setThreadLocalsFrom(context)) {
			assertThat(later.value.get()).isNull();
		}
	}

	@Test
	void someKeysAndOtherSourcesAreLeftToTheOriginal() {
		try (ContextSnapshot.Scope scope = this.restoring.setThreadLocalsFrom(Context.of("a", "1", "b", "2"), "b")) {
			assertThat(this.locals).extracting((local) -> local.value.get()).containsExactly(null, "2", null);
		}
		this.locals.get(0).value.set("3");
		ContextSnapshot captured = this.restoring.captureAll();
		this.locals.get(0).value.remove();
		try (ContextSnapshot.Scope scope = captured.setThreadLocals()) {
			assertThat(this.locals.get(0).value.get()).isEqualTo("3");
		}
	}

	@Test
	void oneObservationStandsForNone() {
		ObservationRegistry observations = ObservationRegistry.create();
		List<String> told = new ArrayList<>();
		observations.observationConfig().observationHandler(new ObservationHandler<Observation.Context>() {

			@Override
			public boolean supportsContext(Observation.Context context) {
				return true;
			}

			@Override
			public void onScopeOpened(Observation.Context context) {
				told.add("opened " + context.getName());
			}

			@Override
			public void onScopeClosed(Observation.Context context) {
				told.add("closed " + context.getName());
			}

		});
		this.registry.registerThreadLocalAccessor(new ObservationThreadLocalAccessor(observations));
		Observation observation = Observation.start("work", observations);
		String before = observation.getContext().toString();
		List<@Nullable Observation> current = new ArrayList<>();
		try (Observation.Scope scope = observation.openScope()) {
			for (int i = 0; i < 2; i++) {
				try (ContextSnapshot.Scope none = this.restoring.setThreadLocalsFrom(Context.empty())) {
					current.add(observations.getCurrentObservation());
					this.restoring.setThreadLocalsFrom(Context.empty()).close();
					current.add(observations.getCurrentObservation());
					Context again = Context.of(ObservationThreadLocalAccessor.KEY, observation);
					try (ContextSnapshot.Scope inner = this.restoring.setThreadLocalsFrom(again)) {
						assertThat(observations.getCurrentObservation()).isSameAs(observation);
					}
					current.add(observations.getCurrentObservation());
				}
				assertThat(observations.getCurrentObservation()).isSameAs(observation);
			}
		}
		assertThat(observations.getCurrentObservationScope()).isNull();
		assertThat(observation.getContext()).as("which the application sees").hasToString(before);
		assertThat(current).hasSize(6).hasOnlyElementsOfType(NullObservation.class);
		assertThat(current.stream().distinct()).hasSize(1);
		List<String> each = List.of("opened null", "opened work", "closed work", "closed null");
		assertThat(told).startsWith("opened work").endsWith("closed work").hasSize(2 + 2 * each.size());
		assertThat(told.subList(1, 5)).isEqualTo(each);
		assertThat(told.subList(5, 9)).isEqualTo(each);
	}

	@Test
	@Tag("allocation")
	void whatStandsForNoneIsMadeForAThreadAndNotForASignal() {
		ObservationRegistry observations = ObservationRegistry.create();
		observations.observationConfig().observationHandler((context) -> true);
		this.registry.registerThreadLocalAccessor(new ObservationThreadLocalAccessor(observations));
		Observation observation = Observation.start("work", observations);
		AllocatedBytes ours = AllocatedBytes.of("ours",
				() -> this.restoring.setThreadLocalsFrom(Context.empty()).close());
		AllocatedBytes theirs = AllocatedBytes.of("Reactor's",
				() -> this.reactors.setThreadLocalsFrom(Context.empty()).close());
		try (Observation.Scope scope = observation.openScope()) {
			AllocatedBytes.measure(() -> assertThat(ours.perCall()).isLessThan(theirs.perCall() / 2), ours, theirs);
		}
	}

	@Test
	void eachRegistryHasItsOwnAndNoThreadHoldsOn() {
		ObservationRegistry first = ObservationRegistry.create();
		first.observationConfig().observationHandler((context) -> true);
		assertThat(none(first).getObservationRegistry()).isSameAs(first);
		ObservationRegistry second = ObservationRegistry.create();
		second.observationConfig().observationHandler((context) -> true);
		assertThat(none(second).getObservationRegistry()).isSameAs(second);
		WeakReference<Observation> held = new WeakReference<>(none(second));
		long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
		while (held.get() != null) {
			assertThat(System.nanoTime()).isLessThan(deadline);
			System.gc();
		}
	}

	private Observation none(ObservationRegistry observations) {
		ThreadLocalAccessor<?> accessor = new ObservationThreadLocalAccessor(observations);
		this.registry.registerThreadLocalAccessor(accessor);
		try (Observation.Scope scope = Observation.start("work", observations).openScope();
				ContextSnapshot.Scope none = this.restoring.setThreadLocalsFrom(Context.empty())) {
			return Objects.requireNonNull(observations.getCurrentObservation());
		}
		finally {
			this.registry.removeThreadLocalAccessor(ObservationThreadLocalAccessor.KEY);
		}
	}

	@Test
	@Tag("allocation")
	void aScopeThatChangesNothingIsSmall() {
		Context context = Context.of("a", "1", "b", "2");
		this.locals.get(0).value.set("1");
		this.locals.get(1).value.set("2");
		AllocatedBytes ours = AllocatedBytes.of("ours", () -> this.restoring.setThreadLocalsFrom(context).close());
		AllocatedBytes theirs = AllocatedBytes.of("Reactor's",
				() -> this.reactors.setThreadLocalsFrom(context).close());
		AllocatedBytes.measure(() -> {
			assertThat(ours.perCall()).isLessThan(80);
			assertThat(theirs.perCall()).isGreaterThan(200);
		}, ours, theirs);
	}

	@Test
	void itTakesThePlaceOfReactorsOwnOnce() throws Exception {
		Class<?> reactor = Class.forName("reactor.core.publisher.ContextPropagation");
		boolean enabled = Hooks.isAutomaticContextPropagationEnabled();
		Object before = ReflectionTestUtils.getField(reactor, "globalContextSnapshotFactory");
		Local local = new Local("restoring");
		ContextRegistry.getInstance().registerThreadLocalAccessor(local);
		try {
			Hooks.enableAutomaticContextPropagation();
			ThreadLocalRestoring.install();
			Object installed = ReflectionTestUtils.getField(reactor, "globalContextSnapshotFactory");
			assertThat(installed).isInstanceOf(ThreadLocalRestoring.class);
			ThreadLocalRestoring.install();
			assertThat(ReflectionTestUtils.getField(reactor, "globalContextSnapshotFactory")).isSameAs(installed);
			String seen = Mono.fromCallable(() -> "x")
				.map((value) -> value + local.value.get())
				.contextWrite(Context.of("restoring", "1"))
				.block();
			assertThat(seen).isEqualTo("x1");
			assertThat(local.value.get()).isNull();
		}
		finally {
			ContextRegistry.getInstance().removeThreadLocalAccessor("restoring");
			if (!enabled) {
				Hooks.disableAutomaticContextPropagation();
			}
			ReflectionTestUtils.setField(reactor, "globalContextSnapshotFactory", before);
		}
	}

	private static final class Local implements ThreadLocalAccessor<Object> {

		private final ThreadLocal<@Nullable Object> value = new ThreadLocal<>();

		private final String key;

		private int writes;

		Local(String key) {
			this.key = key;
		}

		@Override
		public Object key() {
			return this.key;
		}

		@Override
		public @Nullable Object getValue() {
			return this.value.get();
		}

		@Override
		public void setValue(Object value) {
			this.writes++;
			this.value.set(value);
		}

		@Override
		public void setValue() {
			this.writes++;
			this.value.remove();
		}

	}

}
