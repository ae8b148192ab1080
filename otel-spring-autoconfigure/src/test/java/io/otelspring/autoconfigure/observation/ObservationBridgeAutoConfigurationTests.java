// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.observation;

import io.micrometer.core.instrument.observation.MeterObservationHandler;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.webmvc.autoconfigure.WebMvcObservationAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ObservationBridgeAutoConfiguration},
 * {@link ObservationRegistryAutoConfiguration} and
 * {@link GenericObservationAutoConfiguration}.
 */
class ObservationBridgeAutoConfigurationTests {

	@RegisterExtension
	static final OpenTelemetryExtension telemetry = OpenTelemetryExtension.create();

	private static final AutoConfigurations OURS = AutoConfigurations.of(ObservationBridgeAutoConfiguration.class,
			ObservationRegistryAutoConfiguration.class, GenericObservationAutoConfiguration.class);

	private final ApplicationContextRunner plain = new ApplicationContextRunner().withConfiguration(OURS)
		.withBean(OpenTelemetry.class, telemetry::getOpenTelemetry,
				(definition) -> definition.setDestroyMethodName(""));

	private final ApplicationContextRunner boot = this.plain
		.withConfiguration(AutoConfigurations.of(ObservationAutoConfiguration.class));

	@Test
	void registeredInAutoConfigurationImports() {
		assertThat(ImportCandidates.load(AutoConfiguration.class, getClass().getClassLoader())).contains(
				ObservationBridgeAutoConfiguration.class.getName(),
				ObservationRegistryAutoConfiguration.class.getName(),
				GenericObservationAutoConfiguration.class.getName());
	}

	@Test
	void makesARegistryWhereBootMakesNone() {
		this.plain.run((context) -> {
			assertThat(context).hasSingleBean(ObservationRegistry.class).hasBean("otelSpringObservationRegistry");
			observe(context, "mine");
			assertThat(telemetry.getSpans()).extracting(SpanData::getName).containsExactly("mine");
		});
	}

	@Test
	void joinsBootsRegistry() {
		this.boot.run((context) -> {
			assertThat(context).hasSingleBean(ObservationRegistry.class).hasBean("observationRegistry");
			observe(context, "mine");
			assertThat(telemetry.getSpans()).extracting(SpanData::getName).containsExactly("mine");
		});
	}

	@Test
	void joinsTheUsersRegistry() {
		this.plain.withBean("mine", ObservationRegistry.class, ObservationRegistry::create).run((context) -> {
			assertThat(context).hasSingleBean(ObservationRegistry.class).hasBean("mine");
			observe(context, "mine");
			assertThat(telemetry.getSpans()).hasSize(1);
		});
	}

	@Test
	void aRegistryThatDoesNothingStaysSo() {
		this.plain.withBean(ObservationRegistry.class, () -> ObservationRegistry.NOOP).run((context) -> {
			observe(context, "mine");
			assertThat(telemetry.getSpans()).isEmpty();
		});
	}

	@Test
	void isOffWithTheSdk() {
		this.plain.withPropertyValues("otel.sdk.disabled=true")
			.run((context) -> assertThat(context).doesNotHaveBean(ObservationRegistry.class)
				.doesNotHaveBean(ObservationTelemetry.class));
	}

	@Test
	void needsTheSdkAndMicrometer() {
		new ApplicationContextRunner().withConfiguration(OURS)
			.run((context) -> assertThat(context).doesNotHaveBean(ObservationTelemetry.class));
		this.plain.withClassLoader(new FilteredClassLoader(ObservationRegistry.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean("otelSpringObservationTelemetry")
				.doesNotHaveBean("otelSpringObservationRegistry"));
	}

	@Test
	void theSwitchIsForWhatNoTableKnows() {
		this.plain.withPropertyValues("otel.instrumentation.observation.enabled=false")
			.withBean(ObservationTable.class,
					() -> ObservationTable.of(ObservationMapping.of(Observation.Context.class, "known").build()))
			.run((context) -> {
				assertThat(context).doesNotHaveBean(GenericObservationAutoConfiguration.class);
				observe(context, "known");
				observe(context, "unknown");
				assertThat(telemetry.getSpans()).extracting(SpanData::getName).containsExactly("known");
			});
	}

	@Test
	void springsHttpObservationsAreRefusedByOurRegistryAlone() {
		this.plain.run((context) -> assertThat(http(context).isNoop() || isRefused(http(context))).isTrue());
		this.boot.run((context) -> assertThat(isRefused(http(context))).isFalse());
	}

	@Test
	void bootsObservationOfHttpStaysOffWithOurRegistry() {
		WebApplicationContextRunner web = new WebApplicationContextRunner().withConfiguration(OURS)
			.withConfiguration(AutoConfigurations.of(WebMvcObservationAutoConfiguration.class))
			.withBean(OpenTelemetry.class, telemetry::getOpenTelemetry,
					(definition) -> definition.setDestroyMethodName(""));
		web.run((context) -> assertThat(context).hasSingleBean(ObservationRegistry.class)
			.doesNotHaveBean(WebMvcObservationAutoConfiguration.class));
	}

	@Test
	void metersAreMadeWithTheSpanCurrentAndBeforeItEnds() {
		SeeingHandler handler = new SeeingHandler();
		this.boot.withBean("seeing", SeeingHandler.class, () -> handler)
			.withConfiguration(
					AutoConfigurations.of(MetricsAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class))
			.run((context) -> {
				observe(context, "measured");
				SpanData span = telemetry.getSpans().get(0);
				assertThat(handler.current).isNotNull();
				assertThat(handler.current.getSpanContext().getSpanId()).isEqualTo(span.getSpanId());
				assertThat(handler.wasRecording).isTrue();
				assertThat(Span.current()).isSameAs(Span.getInvalid());
			});
	}

	@Test
	void twoContextsRecordEachTheirOwn() {
		this.plain.run((first) -> this.plain.run((second) -> {
			observe(first, "first");
			observe(second, "second");
			assertThat(telemetry.getSpans()).extracting(SpanData::getName).containsExactly("first", "second");
		}));
	}

	private static void observe(ApplicationContext context, String name) {
		Observation.createNotStarted(name, context.getBean(ObservationRegistry.class)).observe(() -> {
		});
	}

	private static Observation http(ApplicationContext context) {
		return Observation.createNotStarted("http.server.requests",
				() -> new ServerRequestObservationContext(new MockHttpServletRequest(), new MockHttpServletResponse()),
				context.getBean(ObservationRegistry.class));
	}

	private static boolean isRefused(Observation observation) {
		return !(observation.getContext() instanceof ServerRequestObservationContext);
	}

	static final class SeeingHandler implements MeterObservationHandler<Observation.Context> {

		Span current = Span.getInvalid();

		boolean wasRecording;

		@Override
		public void onStop(Observation.Context context) {
			this.current = Span.current();
			this.wasRecording = this.current.isRecording();
		}

	}

}
