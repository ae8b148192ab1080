// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.grpc;

import java.util.List;

import io.grpc.CallOptions;
import io.grpc.stub.ClientCalls;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.otelspring.autoconfigure.DroppingSdk;
import io.otelspring.autoconfigure.HostPatterns;
import io.otelspring.autoconfigure.PropagationProperties;
import io.otelspring.autoconfigure.TelemetrySource;
import io.otelspring.test.AllocatedBytes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What recording a call allocates, beside OpenTelemetry's own library, over a transport
 * that keeps all of a call on the thread that makes it.
 */
@Tag("allocation")
class GrpcAllocationTests {

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aCallThatIsMadeAllocatesAtMostHalfOfTheLibrarys(boolean sampled) {
		OpenTelemetry openTelemetry = openTelemetry(sampled);
		try (InProcess bare = InProcess.start(new EchoService(), List.of(), List.of());
				InProcess ours = InProcess.start(new EchoService(),
						List.of(new TracingClientInterceptor(source(openTelemetry))), List.of());
				InProcess theirs = InProcess.start(new EchoService(),
						List.of(library(openTelemetry).createClientInterceptor()), List.of())) {
			compare(bare, ours, theirs);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aCallThatIsServedAllocatesAtMostHalfOfTheLibrarys(boolean sampled) {
		OpenTelemetry openTelemetry = openTelemetry(sampled);
		try (InProcess bare = InProcess.start(new EchoService(), List.of(), List.of());
				InProcess ours = InProcess.start(new EchoService(), List.of(),
						List.of(new TracingServerInterceptor(source(openTelemetry))));
				InProcess theirs = InProcess.start(new EchoService(), List.of(),
						List.of(library(openTelemetry).createServerInterceptor()))) {
			compare(bare, ours, theirs);
		}
	}

	private static void compare(InProcess bareTransport, InProcess ourTransport, InProcess theirTransport) {
		AllocatedBytes bare = calls("bare", bareTransport);
		AllocatedBytes ours = calls("ours", ourTransport);
		AllocatedBytes theirs = calls("theirs", theirTransport);
		AllocatedBytes.measure(() -> assertThat(ours.beyond(bare)).isLessThanOrEqualTo(theirs.beyond(bare) / 2), bare,
				ours, theirs);
	}

	private static AllocatedBytes calls(String name, InProcess transport) {
		byte[] request = EchoService.bytes("pen");
		return AllocatedBytes.of(name, () -> ClientCalls.blockingUnaryCall(transport.channel(), EchoService.UNARY,
				CallOptions.DEFAULT, request));
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
		OpenTelemetry sdk = DroppingSdk.create(sampled ? Sampler.alwaysOn() : Sampler.alwaysOff());
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
