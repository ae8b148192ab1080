// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.actuate;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.CompositeReactiveHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.boot.health.registry.DefaultHealthContributorRegistry;
import org.springframework.boot.health.registry.DefaultReactiveHealthContributorRegistry;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import io.otelspring.autoconfigure.ReactorContextKey;
import io.otelspring.autoconfigure.Suppression;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SilentHealthChecks} and {@link SilentReactiveHealthChecks}.
 */
class SilentHealthChecksTests {

	private final AtomicInteger suppressed = new AtomicInteger();

	@Test
	void checksAreSuppressedAndAnswerAsBefore() {
		DefaultHealthContributorRegistry registry = new DefaultHealthContributorRegistry();
		registry.registerContributor("one", (HealthIndicator) this::check);
		registry.registerContributor("more",
				CompositeHealthContributor.fromMap(Map.of("inner", (HealthIndicator) this::check)));
		assertThat(new SilentHealthChecks().postProcessAfterInitialization(registry, "registry")).isSameAs(registry);
		assertThat(registry.stream().map((entry) -> entry.name())).containsExactlyInAnyOrder("one", "more");
		HealthIndicator one = (HealthIndicator) registry.getContributor("one");
		assertThat(one.health(true).getDetails()).containsEntry("a", "b");
		assertThat(one.health(false).getDetails()).isEmpty();
		CompositeHealthContributor more = (CompositeHealthContributor) registry.getContributor("more");
		((HealthIndicator) more.getContributor("inner")).health();
		assertThat(this.suppressed).hasValue(3);
		assertThat(Suppression.isSuppressed(Context.current())).isFalse();
	}

	@Test
	void reactiveChecksAreSuppressedOnWhateverThread() {
		DefaultReactiveHealthContributorRegistry registry = new DefaultReactiveHealthContributorRegistry();
		ReactiveHealthIndicator indicator = () -> Mono.deferContextual((view) -> {
			Context context = view.get(ReactorContextKey.VALUE);
			assertThat(Suppression.isSuppressed(context)).isTrue();
			return Mono.just(check());
		}).publishOn(Schedulers.parallel()).map((health) -> health);
		registry.registerContributor("one", indicator);
		registry.registerContributor("more", CompositeReactiveHealthContributor.fromMap(Map.of("inner", indicator)));
		new SilentReactiveHealthChecks().postProcessAfterInitialization(registry, "registry");
		Health health = ((ReactiveHealthIndicator) registry.getContributor("one")).health(true).block();
		assertThat(health).isNotNull();
		((ReactiveHealthIndicator) ((CompositeReactiveHealthContributor) registry.getContributor("more"))
			.getContributor("inner")).health().block();
		assertThat(this.suppressed).hasValue(2);
		assertThat(Span.current().getSpanContext().isValid()).isFalse();
	}

	private Health check() {
		if (Suppression.isSuppressed(Context.current())) {
			this.suppressed.incrementAndGet();
		}
		return Health.up().withDetail("a", "b").build();
	}

}
