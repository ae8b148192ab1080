// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.grpc;

import java.util.List;

import io.grpc.ClientInterceptor;
import io.grpc.ServerInterceptor;
import io.opentelemetry.api.OpenTelemetry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.grpc.client.GlobalClientInterceptor;
import org.springframework.grpc.server.GlobalServerInterceptor;

import io.otelspring.autoconfigure.ConditionalOnInstrumentation;
import io.otelspring.autoconfigure.ConditionalOnOpenTelemetry;
import io.otelspring.autoconfigure.HostPatterns;
import io.otelspring.autoconfigure.PropagationProperties;
import io.otelspring.autoconfigure.TelemetrySource;

/**
 * Auto-configuration for spans and durations of gRPC calls. Spring gRPC finds the
 * interceptors by their annotations; to injection they are visible by their names only,
 * so that an application's own interceptor remains the only one of its type.
 */
@AutoConfiguration(afterName = "io.otelspring.autoconfigure.sdk.OtelSdkAutoConfiguration")
@ConditionalOnClass({ ClientInterceptor.class, ServerInterceptor.class })
@ConditionalOnOpenTelemetry
@ConditionalOnInstrumentation("grpc")
@EnableConfigurationProperties(PropagationProperties.class)
public final class GrpcAutoConfiguration {

	GrpcAutoConfiguration() {
	}

	@Bean
	GrpcTelemetry otelSpringGrpcTelemetry(OpenTelemetry openTelemetry, PropagationProperties propagation,
			Environment environment) {
		return new GrpcTelemetry(openTelemetry, propagation,
				HostPatterns.of(Binder.get(environment)
					.bind(HostPatterns.PROPERTY, Bindable.listOf(String.class))
					.orElse(List.of("*"))));
	}

	@Bean
	static TelemetrySource<GrpcTelemetry> otelSpringGrpcTelemetrySource(ObjectProvider<GrpcTelemetry> telemetry) {
		return new TelemetrySource<>(telemetry::getIfAvailable);
	}

	@Bean(defaultCandidate = false)
	@GlobalClientInterceptor
	static ClientInterceptor otelSpringGrpcClientInterceptor(TelemetrySource<GrpcTelemetry> source) {
		return new TracingClientInterceptor(source);
	}

	@Bean(defaultCandidate = false)
	@GlobalServerInterceptor
	static ServerInterceptor otelSpringGrpcServerInterceptor(TelemetrySource<GrpcTelemetry> source) {
		return new TracingServerInterceptor(source);
	}

	@Bean
	static GrpcPostProcessor otelSpringGrpcPostProcessor(ObjectProvider<TelemetrySource<GrpcTelemetry>> source) {
		TelemetrySource<GrpcTelemetry> later = new TelemetrySource<>(() -> {
			TelemetrySource<GrpcTelemetry> found = source.getIfAvailable();
			return (found != null) ? found.get() : null;
		});
		return new GrpcPostProcessor(new TracingClientInterceptor(later), new TracingServerInterceptor(later));
	}

}
