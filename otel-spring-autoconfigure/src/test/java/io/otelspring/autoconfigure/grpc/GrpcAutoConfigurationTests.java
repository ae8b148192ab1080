// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.grpc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import io.grpc.CallOptions;
import io.grpc.ClientInterceptor;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link GrpcAutoConfiguration}.
 */
class GrpcAutoConfigurationTests {

	private static final String CLIENT = "otelSpringGrpcClientInterceptor";

	private static final String SERVER = "otelSpringGrpcServerInterceptor";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withBean(OpenTelemetry.class, OpenTelemetry::noop)
		.withConfiguration(AutoConfigurations.of(GrpcAutoConfiguration.class));

	@Test
	void isRegistered() {
		assertThat(ImportCandidates.load(AutoConfiguration.class, null))
			.contains(GrpcAutoConfiguration.class.getName());
	}

	@Test
	void theInterceptorsAreThereByName() {
		this.runner.run((context) -> {
			assertThat(context.getBean(CLIENT)).isInstanceOf(ClientInterceptor.class);
			assertThat(context.getBean(SERVER)).isInstanceOf(ServerInterceptor.class);
		});
	}

	@Test
	void theSwitchTakesThemAway() {
		this.runner.withPropertyValues("otel.instrumentation.grpc.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(CLIENT).doesNotHaveBean(SERVER));
	}

	@Test
	void withoutTheLibraryThereIsNothing() {
		this.runner.withClassLoader(new FilteredClassLoader(ClientInterceptor.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(GrpcTelemetry.class));
	}

	@Test
	void springsAnnotationsAreNotNeeded() {
		this.runner.withClassLoader(new FilteredClassLoader("org.springframework.grpc"))
			.run((context) -> assertThat(context).hasNotFailed().hasBean(CLIENT).hasBean(SERVER));
	}

	@Test
	void theApplicationsOwnInterceptorRemainsTheOnlyOneOfItsType() {
		this.runner.withUserConfiguration(OwnInterceptor.class)
			.run((context) -> assertThat(context).hasNotFailed().hasBean("user"));
	}

	@Test
	void aChannelKeepsItsType() {
		this.runner.withBean("channel", ManagedChannel.class, this::channel).run((context) -> {
			ManagedChannel channel = context.getBean(ManagedChannel.class);
			assertThat(channel).isInstanceOf(TracedChannel.class);
			assertThat(channel.authority()).isEqualTo("localhost:1");
			assertThat(channel.shutdownNow().isShutdown()).isTrue();
		});
	}

	@Test
	void buildersThatAreBeansAreRecordedInEachContextByItsOwnSdk() {
		InMemorySpanExporter first = InMemorySpanExporter.create();
		InMemorySpanExporter second = InMemorySpanExporter.create();
		builders("first", first).run((one) -> builders("second", second).run((other) -> {
			assertThat(call(other)).isEqualTo("pen");
			assertThat(first.getFinishedSpanItems()).isEmpty();
			assertThat(second.getFinishedSpanItems()).extracting(SpanData::getKind)
				.containsExactlyInAnyOrder(SpanKind.CLIENT, SpanKind.SERVER);
			assertThat(call(one)).isEqualTo("pen");
			assertThat(first.getFinishedSpanItems()).hasSize(2);
			assertThat(second.getFinishedSpanItems()).hasSize(2);
		}));
	}

	private static ApplicationContextRunner builders(String name, InMemorySpanExporter spans) {
		return new ApplicationContextRunner().withBean(OpenTelemetry.class, () -> sdk(spans))
			.withConfiguration(AutoConfigurations.of(GrpcAutoConfiguration.class))
			.withBean(ServerBuilder.class,
					() -> InProcessServerBuilder.forName(name).directExecutor().addService(new EchoService()))
			.withBean(ManagedChannelBuilder.class, () -> InProcessChannelBuilder.forName(name).directExecutor());
	}

	private static OpenTelemetrySdk sdk(InMemorySpanExporter spans) {
		return OpenTelemetrySdk.builder()
			.setTracerProvider(SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(spans)).build())
			.build();
	}

	private static String call(ApplicationContext context) throws IOException {
		Server server = context.getBean(ServerBuilder.class).build().start();
		ManagedChannel channel = context.getBean(ManagedChannelBuilder.class).build();
		try {
			return new String(ClientCalls.blockingUnaryCall(channel, EchoService.UNARY, CallOptions.DEFAULT,
					EchoService.bytes("pen")), StandardCharsets.UTF_8);
		}
		finally {
			channel.shutdownNow();
			server.shutdownNow();
		}
	}

	private ManagedChannel channel() {
		return NettyChannelBuilder.forAddress("localhost", 1).usePlaintext().build();
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnInterceptor {

		@Bean
		ServerInterceptor own() {
			return new Own();
		}

		@Bean
		String user(ServerInterceptor interceptor) {
			assertThat(interceptor).isInstanceOf(Own.class);
			return "user";
		}

	}

	static final class Own implements ServerInterceptor {

		@Override
		public <Q, R> ServerCall.Listener<Q> interceptCall(ServerCall<Q, R> call, Metadata headers,
				ServerCallHandler<Q, R> next) {
			return next.startCall(call, headers);
		}

	}

}
