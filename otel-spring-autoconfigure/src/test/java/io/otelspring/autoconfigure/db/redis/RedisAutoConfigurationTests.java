// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.db.redis;

import java.net.InetSocketAddress;

import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.tracing.Tracer;
import io.lettuce.core.tracing.Tracing;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import io.otelspring.autoconfigure.DroppingSdk;
import io.otelspring.autoconfigure.Suppression;
import io.otelspring.autoconfigure.db.DatabaseTelemetry;
import io.otelspring.test.AllocatedBytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

/**
 * Tests for {@link RedisAutoConfiguration}.
 */
class RedisAutoConfigurationTests {

	private final InMemorySpanExporter spans = InMemorySpanExporter.create();

	private final OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
		.setTracerProvider(SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(this.spans)).build())
		.build();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(RedisAutoConfiguration.class))
		.withBean(OpenTelemetry.class, () -> this.sdk);

	@Test
	void registeredInAutoConfigurationImports() {
		assertThat(ImportCandidates.load(AutoConfiguration.class, getClass().getClassLoader()).getCandidates())
			.contains(RedisAutoConfiguration.class.getName());
	}

	@Test
	void clientResourcesRecordAndKeepTheirType() {
		this.contextRunner
			.withBean(DefaultClientResources.class, () -> (DefaultClientResources) DefaultClientResources.create())
			.run((context) -> assertThat(context.getBean(DefaultClientResources.class).tracing())
				.isInstanceOf(RecordingTracing.class));
	}

	@Test
	void aFactoryWithoutResourcesGetsSome() {
		this.contextRunner.withBean("factory", LettuceConnectionFactory.class, LettuceConnectionFactory::new)
			.run((context) -> assertThat(context.getBean(LettuceConnectionFactory.class).getClientResources().tracing())
				.isInstanceOf(RecordingTracing.class));
	}

	@Test
	void aFactoryThatCannotBeChangedStartsAllTheSame() {
		this.contextRunner
			.withBean("factory", LettuceConnectionFactory.class,
					() -> new LettuceConnectionFactory(new RedisStandaloneConfiguration(),
							LettuceClientConfiguration.builder().build()))
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void nothingIsDoneWhenSwitchedOff() {
		this.contextRunner.withPropertyValues("otel.instrumentation.redis.enabled=false")
			.withBean(DefaultClientResources.class, () -> (DefaultClientResources) DefaultClientResources.create())
			.run((context) -> assertThat(context.getBean(ClientResources.class).tracing().isEnabled()).isFalse());
	}

	@Test
	void nothingIsDoneWithoutLettuce() {
		this.contextRunner.withClassLoader(new FilteredClassLoader("io.lettuce"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("otelSpringRedisCommands"));
	}

	@Test
	void springDataNeedNotBeThere() {
		this.contextRunner.withClassLoader(new FilteredClassLoader("org.springframework.data"))
			.withBean(DefaultClientResources.class, () -> (DefaultClientResources) DefaultClientResources.create())
			.run((context) -> assertThat(context.getBean(ClientResources.class).tracing().isEnabled()).isTrue());
	}

	@Test
	void theApplicationsOwnTracingGoesOn() {
		Tracing other = mock(Tracing.class);
		Tracer otherTracer = mock(Tracer.class);
		Tracer.Span otherSpan = mock(Tracer.Span.class);
		given(other.isEnabled()).willReturn(true);
		given(other.getTracerProvider()).willReturn(() -> otherTracer);
		given(otherTracer.nextSpan()).willReturn(otherSpan);
		AsyncCommand<String, String, String> command = command(CommandType.GET);
		Tracer.Span span = tracing(other, this.sdk).getTracerProvider().getTracer().nextSpan();
		start(span, command);
		command.complete();
		verify(otherSpan).start(command);
		assertThat(this.spans.getFinishedSpanItems()).hasSize(1);
	}

	@ParameterizedTest
	@CsvSource({ "WRONGTYPE Operation against a key, WRONGTYPE", "ERR unknown command 'x', ERR",
			"wrong kind of answer, ERR", "MOVED 3999 127.0.0.1:6381, MOVED" })
	void anErrorIsTheAnswersPrefix(String answer, String code) {
		AsyncCommand<String, String, String> command = command(CommandType.GET);
		start(tracing(Tracing.disabled(), this.sdk).getTracerProvider().getTracer().nextSpan(), command);
		command.getOutput().setError(answer);
		command.complete();
		assertThat(this.spans.getFinishedSpanItems()).singleElement().satisfies((span) -> {
			assertThat(span.getStatus()).isEqualTo(StatusData.error());
			assertThat(span.getAttributes().asMap().values()).contains(code);
			assertThat(span.getAttributes().toString()).doesNotContain(" Operation", " unknown", " kind", ":6381");
		});
	}

	@Test
	void aCommandThatWasGivenUpIsNoError() {
		AsyncCommand<String, String, String> command = command(CommandType.GET);
		start(tracing(Tracing.disabled(), this.sdk).getTracerProvider().getTracer().nextSpan(), command);
		command.cancel(true);
		assertThat(this.spans.getFinishedSpanItems()).singleElement()
			.satisfies((span) -> assertThat(span.getStatus()).isEqualTo(StatusData.unset()));
	}

	@Test
	void nothingIsRecordedInASuppressedContext() {
		Tracing tracing = tracing(Tracing.disabled(), this.sdk);
		try (Scope scope = Suppression.suppress(Context.current()).makeCurrent()) {
			AsyncCommand<String, String, String> command = command(CommandType.GET);
			start(tracing.getTracerProvider()
				.getTracer()
				.nextSpan(tracing.initialTraceContextProvider().getTraceContext()), command);
			command.complete();
		}
		assertThat(this.spans.getFinishedSpanItems()).isEmpty();
	}

	@ParameterizedTest
	@Tag("allocation")
	@CsvSource({ "true, 1150", "false, 850" })
	void aCommandAllocatesLittle(boolean sampled, long limit) {
		OpenTelemetrySdk sdk = DroppingSdk.create(sampled ? Sampler.alwaysOn() : Sampler.alwaysOff());
		Tracing tracing = tracing(Tracing.disabled(), sdk);
		RedisEndpoint endpoint = endpoint();
		AllocatedBytes.measureAdded(() -> {
			AsyncCommand<String, String, String> command = command(CommandType.GET);
			Tracer.Span span = tracing.getTracerProvider()
				.getTracer()
				.nextSpan(tracing.initialTraceContextProvider().getTraceContext());
			span.name("GET").remoteEndpoint(endpoint).start(command);
			command.complete();
		}, () -> command(CommandType.GET).complete(), (added) -> assertThat(added).isLessThanOrEqualTo(limit));
	}

	private static Tracing tracing(Tracing other, OpenTelemetry openTelemetry) {
		return new RecordingTracing(new RedisCommands(new DatabaseTelemetry(openTelemetry, "test")), other);
	}

	private static AsyncCommand<String, String, String> command(CommandType type) {
		return new AsyncCommand<>(new Command<>(type, new StatusOutput<>(StringCodec.UTF8)));
	}

	private static void start(Tracer.Span span, AsyncCommand<String, String, String> command) {
		span.name(command.getType().toString()).remoteEndpoint(endpoint()).start(command);
	}

	private static RedisEndpoint endpoint() {
		return new RedisEndpoint(new InetSocketAddress("127.0.0.1", 6379), null);
	}

}
