// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.grpc;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

import io.otelspring.autoconfigure.HostPatterns;
import io.otelspring.autoconfigure.PropagationProperties;
import io.otelspring.autoconfigure.Suppression;
import io.otelspring.autoconfigure.TelemetrySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Calls between a client and a server of one process, each of which may have a telemetry
 * of its own.
 */
class InProcessCallTests {

	private static final BiConsumer<byte[], StreamObserver<byte[]>> ECHO = (request, response) -> {
		response.onNext(request);
		response.onCompleted();
	};

	private static final AttributeKey<String> CODE = RpcAttributes.STATUS_CODE;

	private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

	private final Side client = new Side(Sampler.parentBased(Sampler.alwaysOn()), List.of("*"), true);

	private final Side server = new Side(Sampler.parentBased(Sampler.alwaysOn()), List.of("*"), true);

	private InProcess transport;

	@AfterEach
	void stop() {
		this.transport.close();
	}

	@Test
	void eachSideRecordsWithItsOwnTelemetryInOneTrace() {
		Channel channel = start(this.client, this.server, ECHO, Runnable::run);
		call(channel);
		SpanData made = this.client.span();
		SpanData served = this.server.span();
		assertThat(made.getKind()).isEqualTo(SpanKind.CLIENT);
		assertThat(served.getKind()).isEqualTo(SpanKind.SERVER);
		assertThat(served.getParentSpanId()).isEqualTo(made.getSpanId());
		assertThat(served.getTraceId()).isEqualTo(made.getTraceId());
		assertThat(made.getAttributes().asMap()).doesNotContainKey(AttributeKey.stringKey("network.peer.address"));
	}

	@Test
	void whatIsNotSampledIsMeasuredAllTheSame() {
		Side unsampled = new Side(Sampler.alwaysOff(), List.of("*"), true);
		SpanContext[] seen = new SpanContext[1];
		Channel channel = start(unsampled, this.server, remember(seen), new SimpleAsyncTaskExecutor());
		call(channel);
		this.server.awaitCalls("rpc.server.call.duration", 1);
		assertThat(unsampled.points("rpc.client.call.duration")).singleElement()
			.satisfies((point) -> assertThat(point.getAttributes().get(CODE)).isEqualTo("OK"));
		assertThat(seen[0].isValid()).isTrue();
		assertThat(seen[0].isSampled()).isFalse();
		assertThat(unsampled.spans()).isEmpty();
		assertThat(this.server.spans()).isEmpty();
	}

	@Test
	void aSuppressedCallIsRecordedOnNeitherSide() {
		SpanContext[] seen = new SpanContext[1];
		Channel channel = start(this.client, this.server, remember(seen), new SimpleAsyncTaskExecutor());
		Context suppressed = Suppression.suppress(Context.root());
		try (Scope scope = suppressed.makeCurrent()) {
			call(channel);
		}
		this.server.awaitCalls("rpc.server.call.duration", 1);
		assertThat(this.client.points("rpc.client.call.duration")).isEmpty();
		assertThat(this.client.spans()).isEmpty();
		assertThat(this.server.spans()).isEmpty();
		assertThat(seen[0].isSampled()).isFalse();
		assertThat(seen[0].getTraceId()).isEqualTo(Span.fromContext(suppressed).getSpanContext().getTraceId());
	}

	@Test
	void aClientsStreamIsOneSpan() throws Exception {
		Channel channel = start(this.client, this.server, ECHO, Runnable::run);
		CompletableFuture<String> answer = new CompletableFuture<>();
		StreamObserver<byte[]> requests = upload(channel, CallOptions.DEFAULT, answer);
		for (int i = 0; i < 3; i++) {
			requests.onNext(EchoService.bytes("pen"));
		}
		assertThat(this.client.spans()).isEmpty();
		requests.onCompleted();
		assertThat(answer.get(1, TimeUnit.MINUTES)).isEqualTo("3");
		assertThat(this.client.span().getName()).isEqualTo("test.Echo/Upload");
		assertThat(this.server.span().getParentSpanId()).isEqualTo(this.client.span().getSpanId());
	}

	@Test
	void inTheClientsCallbacksTheCallersSpanIsCurrent() throws Exception {
		Channel channel = start(this.client, this.server, ECHO, new SimpleAsyncTaskExecutor());
		Span caller = this.client.sdk.getTracer("test").spanBuilder("caller").startSpan();
		CompletableFuture<String> spanId = new CompletableFuture<>();
		try (Scope scope = caller.makeCurrent()) {
			ClientCalls.asyncUnaryCall(channel.newCall(EchoService.UNARY, CallOptions.DEFAULT),
					EchoService.bytes("pen"), new Observer((ignored) -> {
					}, () -> spanId.complete(Span.current().getSpanContext().getSpanId())));
		}
		assertThat(spanId.get(1, TimeUnit.MINUTES)).isEqualTo(caller.getSpanContext().getSpanId());
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void virtualThreadsSeeTheSpan() {
		SimpleAsyncTaskExecutor virtual = new SimpleAsyncTaskExecutor();
		virtual.setVirtualThreads(true);
		AtomicReference<String> thread = new AtomicReference<>();
		SpanContext[] seen = new SpanContext[1];
		Channel channel = start(this.client, this.server, (request, response) -> {
			thread.set(Thread.currentThread().toString());
			remember(seen).accept(request, response);
		}, virtual);
		call(channel);
		assertThat(thread.get()).startsWith("VirtualThread");
		assertThat(this.server.awaitSpan().getSpanId()).isEqualTo(seen[0].getSpanId());
	}

	@Test
	void beyondTooManyMethodsTheNameIsNoDimension() {
		Channel channel = start(this.client, this.server, ECHO, Runnable::run);
		for (int i = 0; i <= 1000; i++) {
			String name = "M" + i;
			assertThatExceptionOfType(StatusRuntimeException.class)
				.isThrownBy(() -> ClientCalls.blockingUnaryCall(channel, EchoService.method(name, MethodType.UNARY),
						CallOptions.DEFAULT, new byte[0]));
		}
		List<SpanData> spans = this.client.spans();
		SpanData last = spans.get(1000);
		assertThat(spans.get(999).getAttributes().get(RpcAttributes.METHOD)).isEqualTo("test.Echo/M999");
		assertThat(last.getName()).isEqualTo("grpc");
		assertThat(last.getAttributes().get(RpcAttributes.METHOD)).isEqualTo("_OTHER");
		assertThat(last.getAttributes().get(RpcAttributes.METHOD_ORIGINAL)).isEqualTo("test.Echo/M1000");
		assertThat(this.client.points("rpc.client.call.duration"))
			.extracting((point) -> point.getAttributes().get(RpcAttributes.METHOD))
			.contains("_OTHER")
			.doesNotContain("test.Echo/M1000");
	}

	@Test
	void aServerThatKeepsTheDeadlineItselfIsAnError() {
		Channel channel = start(this.client, this.server,
				(request, response) -> response
					.onError(Status.DEADLINE_EXCEEDED.withDescription("no time left").asRuntimeException()),
				Runnable::run);
		assertThatExceptionOfType(StatusRuntimeException.class).isThrownBy(() -> call(channel));
		for (SpanData span : List.of(this.client.span(), this.server.span())) {
			assertThat(span.getAttributes().get(ERROR)).isEqualTo("DEADLINE_EXCEEDED");
			assertThat(span.getStatus().getDescription()).isEqualTo("no time left");
		}
	}

	@Test
	void whatAServiceAnswersAfterTheDeadlineIsNotTheStatus() {
		Channel channel = start(this.client, this.server, ECHO, new SimpleAsyncTaskExecutor());
		// On a busy machine the time may be over before the server is reached
		Awaitility.await()
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofSeconds(1))
			.atMost(Duration.ofMinutes(1))
			.until(() -> {
				boolean reached = !this.server.spans().isEmpty();
				if (!reached) {
					upload(channel, CallOptions.DEFAULT.withDeadlineAfter(300, TimeUnit.MILLISECONDS),
							new CompletableFuture<>())
						.onNext(EchoService.bytes("pen"));
				}
				return reached;
			});
		SpanData span = this.server.spans().get(0);
		assertThat(span.getAttributes().get(CODE)).isEqualTo("DEADLINE_EXCEEDED");
		assertThat(span.getAttributes().get(ERROR)).isEqualTo("DEADLINE_EXCEEDED");
		assertThat(span.getEvents()).isEmpty();
	}

	@Test
	void whatAServiceAnswersToACancelledCallIsNotTheStatus() throws Exception {
		CountDownLatch cancelled = new CountDownLatch(1);
		SpanContext[] seen = new SpanContext[1];
		Channel channel = start(this.client, this.server, new EchoService(ECHO, () -> {
			seen[0] = Span.current().getSpanContext();
			cancelled.countDown();
		}), new SimpleAsyncTaskExecutor());
		ClientCallStreamObserver<byte[]> requests = (ClientCallStreamObserver<byte[]>) upload(channel,
				CallOptions.DEFAULT, new CompletableFuture<>());
		requests.onNext(EchoService.bytes("pen"));
		requests.cancel("enough", null);
		assertThat(cancelled.await(1, TimeUnit.MINUTES)).isTrue();
		for (SpanData span : List.of(this.client.awaitSpan(), this.server.awaitSpan())) {
			assertThat(span.getAttributes().get(CODE)).isEqualTo("CANCELLED");
			assertThat(span.getAttributes().get(ERROR)).isNull();
			assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
		}
		assertThat(seen[0].getSpanId()).isEqualTo(this.server.span().getSpanId());
	}

	@Test
	void aCallerInTheSameProcessIsBelieved() {
		Side strict = new Side(Sampler.alwaysOn(), List.of("10.0.0.0/8"), true);
		Channel channel = start(this.client, strict, ECHO, new SimpleAsyncTaskExecutor());
		call(channel);
		assertThat(strict.awaitSpan().getParentSpanId()).isEqualTo(this.client.span().getSpanId());
	}

	@Test
	void metadataIsNotRecorded() {
		Metadata secret = new Metadata();
		secret.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer hunter2");
		secret.put(Metadata.Key.of("card-bin", Metadata.BINARY_BYTE_MARSHALLER), EchoService.bytes("hunter2"));
		Channel channel = start(this.client, this.server,
				(request, response) -> response.onError(Status.INTERNAL.asRuntimeException(secret)), Runnable::run);
		assertThatExceptionOfType(StatusRuntimeException.class).isThrownBy(() -> ClientCalls.blockingUnaryCall(
				ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(secret)),
				EchoService.UNARY, CallOptions.DEFAULT, EchoService.bytes("hunter2")));
		for (Side side : List.of(this.client, this.server)) {
			assertThat(side.span().getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
			assertThat(side.span().toString()).doesNotContain("hunter2");
			assertThat(side.metrics.collectAllMetrics().toString()).doesNotContain("hunter2").contains("INTERNAL");
		}
	}

	@ParameterizedTest
	@CsvSource({ "stock.internal:8443,true", "STOCK.internal,true", "partner.example:8443,true",
			"partner.example:443,false", "partner.example,false", "evil.example,false", "[2001:db8::7]:9090,true" })
	void headersGoToListedHostsAlone(String authority, boolean expected) {
		SpanContext[] seen = new SpanContext[1];
		this.transport = InProcess.start(new EchoService(remember(seen)),
				List.of(new TracingClientInterceptor(
						this.client.source("*.internal", "partner.example:8443", "[2001:db8::7]"))),
				List.of(new TracingServerInterceptor(this.server.source())));
		ClientCalls.blockingUnaryCall(this.transport.channel(), EchoService.UNARY,
				CallOptions.DEFAULT.withAuthority(authority), EchoService.bytes("pen"));
		assertThat(this.client.span().getTraceId().equals(seen[0].getTraceId())).isEqualTo(expected);
	}

	private Channel start(Side client, Side server, BiConsumer<byte[], StreamObserver<byte[]>> unary,
			Executor executor) {
		return start(client, server, new EchoService(unary), executor);
	}

	private Channel start(Side client, Side server, EchoService service, Executor executor) {
		this.transport = InProcess.start(service, List.of(new TracingClientInterceptor(client.source())),
				List.of(new TracingServerInterceptor(server.source())), executor);
		return this.transport.channel();
	}

	private static BiConsumer<byte[], StreamObserver<byte[]>> remember(SpanContext[] seen) {
		return (request, response) -> {
			seen[0] = Span.current().getSpanContext();
			ECHO.accept(request, response);
		};
	}

	private static void call(Channel channel) {
		ClientCalls.blockingUnaryCall(channel, EchoService.UNARY, CallOptions.DEFAULT, EchoService.bytes("pen"));
	}

	private static StreamObserver<byte[]> upload(Channel channel, CallOptions options,
			CompletableFuture<String> answer) {
		return ClientCalls.asyncClientStreamingCall(channel.newCall(EchoService.UPLOAD, options),
				new Observer((value) -> answer.complete(new String(value, StandardCharsets.UTF_8)), () -> {
				}));
	}

	private record Observer(Consumer<byte[]> value, Runnable completed) implements StreamObserver<byte[]> {

		@Override
		public void onNext(byte[] value) {
			this.value.accept(value);
		}

		@Override
		public void onError(Throwable failure) {
		}

		@Override
		public void onCompleted() {
			this.completed.run();
		}

	}

	/**
	 * The telemetry of one side.
	 */
	private static final class Side {

		private final InMemorySpanExporter exporter = InMemorySpanExporter.create();

		private final InMemoryMetricReader metrics = InMemoryMetricReader.create();

		private final OpenTelemetrySdk sdk;

		private final PropagationProperties propagation;

		Side(Sampler sampler, List<String> acceptFrom, boolean trustSampled) {
			this.sdk = OpenTelemetrySdk.builder()
				.setTracerProvider(SdkTracerProvider.builder()
					.setSampler(sampler)
					.addSpanProcessor(SimpleSpanProcessor.create(this.exporter))
					.build())
				.setMeterProvider(SdkMeterProvider.builder().registerMetricReader(this.metrics).build())
				.setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
				.build();
			this.propagation = new PropagationProperties(acceptFrom, trustSampled);
		}

		TelemetrySource<GrpcTelemetry> source() {
			return source("*");
		}

		TelemetrySource<GrpcTelemetry> source(String... propagateTo) {
			GrpcTelemetry telemetry = new GrpcTelemetry(this.sdk, this.propagation,
					HostPatterns.of(List.of(propagateTo)));
			return new TelemetrySource<>(() -> telemetry);
		}

		List<SpanData> spans() {
			return this.exporter.getFinishedSpanItems();
		}

		SpanData span() {
			assertThat(spans()).hasSize(1);
			return spans().get(0);
		}

		SpanData awaitSpan() {
			Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> !spans().isEmpty());
			return span();
		}

		List<HistogramPointData> points(String metric) {
			return this.metrics.collectAllMetrics()
				.stream()
				.filter((data) -> data.getName().equals(metric))
				.flatMap((data) -> data.getHistogramData().getPoints().stream())
				.toList();
		}

		void awaitCalls(String metric, long calls) {
			Awaitility.await()
				.atMost(Duration.ofMinutes(1))
				.until(() -> points(metric).stream().mapToLong(HistogramPointData::getCount).sum() == calls);
		}

	}

}
