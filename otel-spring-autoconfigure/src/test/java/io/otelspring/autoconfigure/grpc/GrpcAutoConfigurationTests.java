// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.grpc;

import io.grpc.ClientInterceptor;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.opentelemetry.api.OpenTelemetry;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
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
