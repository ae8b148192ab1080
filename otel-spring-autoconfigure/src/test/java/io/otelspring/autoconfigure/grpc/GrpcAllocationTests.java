// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.grpc;

import java.util.List;

import io.grpc.CallOptions;
import io.grpc.ClientInterceptor;
import io.grpc.ServerInterceptor;
import io.grpc.stub.ClientCalls;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.otelspring.autoconfigure.AllocatedBytes;
import io.otelspring.autoconfigure.HostPatterns;
import io.otelspring.autoconfigure.PropagationProperties;
import io.otelspring.autoconfigure.TelemetrySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What recording a call allocates, beside OpenTelemetry's own library, over a transport
 * that keeps all of a call on the thread that makes it.
 */
class GrpcAllocationTests {

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aCallThatIsMadeAllocatesAtMostHalfOfTheLibrarys(boolean sampled) {
		OpenTelemetry openTelemetry = openTelemetry(sampled);
		long bare = bytes(List.of(), List.of());
		long ours = bytes(List.of(new TracingClientInterceptor(source(openTelemetry))), List.of()) - bare;
		long library = bytes(List.of(library(openTelemetry).createClientInterceptor()), List.of()) - bare;
		assertThat(ours).as("ours %s, the library %s bytes", ours, library).isLessThanOrEqualTo(library / 2);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aCallThatIsServedAllocatesAtMostHalfOfTheLibrarys(boolean sampled) {
		OpenTelemetry openTelemetry = openTelemetry(sampled);
		long bare = bytes(List.of(), List.of());
		long ours = bytes(List.of(), List.of(new TracingServerInterceptor(source(openTelemetry)))) - bare;
		long library = bytes(List.of(), List.of(library(openTelemetry).createServerInterceptor())) - bare;
		assertThat(ours).as("ours %s, the library %s bytes", ours, library).isLessThanOrEqualTo(library / 2);
	}

	private static long bytes(List<ClientInterceptor> client, List<ServerInterceptor> server) {
		try (InProcess transport = InProcess.start(new EchoService(), client, server)) {
			byte[] request = EchoService.bytes("pen");
			return AllocatedBytes.perCall(() -> ClientCalls.blockingUnaryCall(transport.channel(), EchoService.UNARY,
					CallOptions.DEFAULT, request));
		}
	}

	private static TelemetrySource<GrpcTelemetry> source(OpenTelemetry openTelemetry) {
		GrpcTelemetry telemetry = new GrpcTelemetry(openTelemetry, new PropagationProperties(List.of("*"), true),
				HostPatterns.of(List.of("*")));
		return new TelemetrySource<>(() -> telemetry);
	}

	private static io.opentelemetry.instrumentation.grpc.v1_6.GrpcTelemetry library(OpenTelemetry openTelemetry) {
		return io.opentelemetry.instrumentation.grpc.v1_6.GrpcTelemetry.create(openTelemetry);
	}

	private static OpenTelemetry openTelemetry(boolean sampled) {
		OpenTelemetry sdk = AllocatedBytes.droppingSdk(sampled ? Sampler.alwaysOn() : Sampler.alwaysOff());
		ContextPropagators propagators = ContextPropagators.create(W3CTraceContextPropagator.getInstance());
		return new OpenTelemetry() {

			@Override
			public TracerProvider getTracerProvider() {
				return sdk.getTracerProvider();
			}

			@Override
			public MeterProvider getMeterProvider() {
				return sdk.getMeterProvider();
			}

			@Override
			public ContextPropagators getPropagators() {
				return propagators;
			}

		};
	}

}
