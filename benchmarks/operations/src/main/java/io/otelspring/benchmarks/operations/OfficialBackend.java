// SPDX-License-Identifier: Apache-2.0
package io.otelspring.benchmarks.operations;

import io.grpc.ClientInterceptor;
import io.grpc.ServerInterceptor;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizerProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.grpc.client.GlobalClientInterceptor;
import org.springframework.grpc.server.GlobalServerInterceptor;

/**
 * Where the telemetry of OpenTelemetry's own starter ends. For gRPC it has no part, so
 * that an application adds the interceptors of OpenTelemetry's library itself.
 */
@Configuration(proxyBeanMethods = false)
class OfficialBackend {

	private static final String GRPC = "io.opentelemetry.instrumentation.grpc.v1_6.GrpcTelemetry";

	private final DroppedSpans spans = new DroppedSpans();

	private final UnreadMetrics metrics = new UnreadMetrics();

	@Bean
	AutoConfigurationCustomizerProvider backend(@Value("${benchmark.metrics:true}") boolean withMetrics) {
		return (customizer) -> {
			customizer.addTracerProviderCustomizer((builder, properties) -> builder.addSpanProcessor(this.spans));
			if (withMetrics) {
				customizer
					.addMeterProviderCustomizer((builder, properties) -> builder.registerMetricReader(this.metrics));
			}
		};
	}

	@Bean
	@GlobalServerInterceptor
	ServerInterceptor grpcServerTelemetry(OpenTelemetry openTelemetry) throws ReflectiveOperationException {
		return (ServerInterceptor) grpc(openTelemetry, "createServerInterceptor");
	}

	@Bean
	@GlobalClientInterceptor
	ClientInterceptor grpcClientTelemetry(OpenTelemetry openTelemetry) throws ReflectiveOperationException {
		return (ClientInterceptor) grpc(openTelemetry, "createClientInterceptor");
	}

	@Bean
	Recorded recorded() {
		return new Recorded() {

			@Override
			public long spans() {
				return OfficialBackend.this.spans.count();
			}

			@Override
			public long durations() {
				return OfficialBackend.this.metrics.count();
			}

		};
	}

	// Only the class path of this variant has the library.
	private static Object grpc(OpenTelemetry openTelemetry, String factory) throws ReflectiveOperationException {
		Class<?> type = Class.forName(GRPC);
		Object telemetry = type.getMethod("create", OpenTelemetry.class).invoke(null, openTelemetry);
		return type.getMethod(factory).invoke(telemetry);
	}

}
