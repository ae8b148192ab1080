// SPDX-License-Identifier: Apache-2.0
package io.otelspring.test;

import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ClientCalls;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.sdk.common.CompletableResultCode;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.otelspring.test.ReceivedRequest.Protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the ways in which {@link OtlpCollector} fails when it is told to.
 */
class OtlpCollectorFaultTests {

	@AutoClose
	private final OtlpCollector collector = OtlpCollector.start();

	@ParameterizedTest
	@EnumSource(Protocol.class)
	void refusedTelemetryIsNotKept(Protocol protocol) {
		this.collector.respondNext(Reply.unavailable());
		try (TestExporters exporters = TestExporters.to(this.collector, protocol)) {
			exporters.span("refused");
			assertThat(exporters.exportSpans().isSuccess()).isFalse();
			assertThat(this.collector.requests(Signal.TRACES)).hasSize(1);
			assertThat(this.collector.spans()).isEmpty();
			exporters.span("accepted");
			assertThat(exporters.exportSpans().isSuccess()).isTrue();
		}
		assertThat(this.collector.spans()).extracting(ReceivedSpan::name).containsExactly("accepted");
	}

	@ParameterizedTest
	@EnumSource(Protocol.class)
	void repliesBySignal(Protocol protocol) {
		this.collector
			.respondBy((request) -> (request.signal() == Signal.TRACES) ? Reply.unavailable() : Reply.accepted());
		try (TestExporters exporters = TestExporters.to(this.collector, protocol)) {
			exporters.span("refused");
			exporters.log("accepted");
			exporters.flush();
		}
		assertThat(this.collector.spans()).isEmpty();
		assertThat(this.collector.awaitLogs(1)).hasSize(1);
	}

	@Test
	void sendsHttpStatusAndHeaders() throws Exception {
		this.collector.respondWith(Reply.refused(429, Status.Code.RESOURCE_EXHAUSTED)
			.withRetryAfter(Duration.ofSeconds(3))
			.withHeader("X-Reason", "busy"));
		HttpResponse<byte[]> response = post();
		assertThat(response.statusCode()).isEqualTo(429);
		assertThat(response.headers().firstValue("retry-after")).hasValue("3");
		assertThat(response.headers().firstValue("x-reason")).hasValue("busy");
		assertThat(com.google.rpc.Status.parseFrom(response.body()).getMessage()).isEqualTo("refused by the test");
	}

	@Test
	void sendsGrpcStatusAndRetryInfo() {
		this.collector.respondWith(Reply.refused(429, Status.Code.RESOURCE_EXHAUSTED)
			.withRetryAfter(Duration.ofMillis(1500))
			.withHeader("x-reason", "busy"));
		assertThatExceptionOfType(StatusRuntimeException.class).isThrownBy(this::call).satisfies((ex) -> {
			assertThat(ex.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
			assertThat(ex.getTrailers().get(Metadata.Key.of("x-reason", Metadata.ASCII_STRING_MARSHALLER)))
				.isEqualTo("busy");
			com.google.rpc.RetryInfo retry = StatusProto.fromThrowable(ex)
				.getDetails(0)
				.unpack(com.google.rpc.RetryInfo.class);
			assertThat(retry.getRetryDelay().getSeconds()).isEqualTo(1);
			assertThat(retry.getRetryDelay().getNanos()).isEqualTo(500_000_000);
		});
	}

	@Test
	void reportsPartialSuccessOverHttp() throws Exception {
		this.collector.respondWith(Reply.partlyAccepted(2, "too old"));
		assertPartialSuccess(post().body());
	}

	@Test
	void reportsPartialSuccessOverGrpc() throws Exception {
		this.collector.respondWith(Reply.partlyAccepted(2, "too old"));
		assertPartialSuccess(call());
	}

	@ParameterizedTest
	@EnumSource(Protocol.class)
	void delaysReplies(Protocol protocol) {
		this.collector.respondWith(Reply.accepted().after(Duration.ofMillis(300)));
		try (TestExporters exporters = TestExporters.to(this.collector, protocol)) {
			exporters.span("slow");
			long start = System.nanoTime();
			assertThat(exporters.exportSpans().isSuccess()).isTrue();
			assertThat(System.nanoTime() - start).isGreaterThan(290_000_000);
		}
		assertThat(this.collector.spans()).hasSize(1);
	}

	@ParameterizedTest
	@EnumSource(Protocol.class)
	void hangsUntilItStopsListening(Protocol protocol) throws Exception {
		this.collector.respondNext(Reply.never());
		try (TestExporters exporters = TestExporters.to(this.collector, protocol)) {
			exporters.span("hanging");
			CompletableFuture<CompletableResultCode> result = CompletableFuture.supplyAsync(exporters::exportSpans);
			this.collector.awaitRequests(Signal.TRACES, 1);
			assertThat(result).isNotDone();
			this.collector.stopListening();
			assertThat(result.get(1, TimeUnit.MINUTES).isSuccess()).isFalse();
			assertThat(this.collector.spans()).isEmpty();
		}
	}

	@ParameterizedTest
	@EnumSource(Protocol.class)
	void refusesConnectionsAndComesBackOnTheSamePort(Protocol protocol) {
		try (TestExporters exporters = TestExporters.to(this.collector, protocol)) {
			for (int outage = 0; outage < 3; outage++) {
				exporters.span("before");
				assertThat(exporters.exportSpans().isSuccess()).isTrue();
				this.collector.stopListening();
				exporters.span("lost");
				assertThat(exporters.exportSpans().isSuccess()).isFalse();
				assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> connect(protocol));
				this.collector.resumeListening();
				exporters.span("after");
				assertThat(exporters.exportSpans().isSuccess()).isTrue();
			}
		}
		assertThat(this.collector.spans()).extracting(ReceivedSpan::name).doesNotContain("lost").contains("after");
	}

	@Test
	void startsOnGivenPorts() {
		int httpPort = this.collector.httpPort();
		int grpcPort = this.collector.grpcPort();
		this.collector.close();
		try (OtlpCollector other = OtlpCollector.start(httpPort, grpcPort)) {
			assertThat(other.httpPort()).isEqualTo(httpPort);
			assertThat(other.grpcPort()).isEqualTo(grpcPort);
		}
	}

	@Test
	void resetForgetsTelemetryAndReplies() throws Exception {
		assertThat(post().statusCode()).isEqualTo(200);
		this.collector.respondWith(Reply.unavailable());
		this.collector.reset();
		assertThat(this.collector.requests()).isEmpty();
		assertThat(post().statusCode()).isEqualTo(200);
	}

	@Test
	void waitsForWhatComesLater() throws Exception {
		try (TestExporters exporters = TestExporters.to(this.collector, Protocol.HTTP)) {
			CompletableFuture<ReceivedLog> waiting = CompletableFuture
				.supplyAsync(() -> this.collector.awaitLog((log) -> "second".equals(log.body())));
			exporters.log("first");
			this.collector.awaitLogs(1);
			assertThat(waiting).isNotDone();
			exporters.log("second");
			assertThat(waiting.get(1, TimeUnit.MINUTES).body()).isEqualTo("second");
		}
	}

	@Test
	void listsWhatArrivedWhereAWaitFails() {
		this.collector.waitAtMost(Duration.ofMillis(100));
		try (TestExporters exporters = TestExporters.to(this.collector, Protocol.GRPC)) {
			exporters.span("GET /orders");
			exporters.log("hello");
			exporters.sdk.getMeter("shop").counterBuilder("orders").build().add(1);
			exporters.flush();
			assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> this.collector.awaitSpan("GET /payments"))
				.withMessageContainingAll("Not received within 100 ms: a span \"GET /payments\"",
						"Received requests: 3", "TraceService/Export, 1 items", "INTERNAL \"GET /orders\"",
						"SUM orders, 1 points (shop)", "\"hello\"");
		}
	}

	private HttpResponse<byte[]> post() throws Exception {
		HttpRequest request = HttpRequest.newBuilder(URI.create(this.collector.httpEndpoint() + "/v1/traces"))
			.POST(HttpRequest.BodyPublishers.noBody())
			.header("Content-Type", "application/x-protobuf")
			.build();
		return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofByteArray());
	}

	private byte[] call() throws InterruptedException {
		ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", this.collector.grpcPort())
			.usePlaintext()
			.build();
		try {
			return call(channel);
		}
		finally {
			channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
		}
	}

	private static byte[] call(Channel channel) {
		MethodDescriptor<byte[], byte[]> export = MethodDescriptor.<byte[], byte[]>newBuilder()
			.setType(MethodDescriptor.MethodType.UNARY)
			.setFullMethodName(Signal.TRACES.service() + "/Export")
			.setRequestMarshaller(BytesMarshaller.INSTANCE)
			.setResponseMarshaller(BytesMarshaller.INSTANCE)
			.build();
		return ClientCalls.blockingUnaryCall(channel, export, CallOptions.DEFAULT, new byte[0]);
	}

	private void connect(Protocol protocol) throws Exception {
		try (Socket socket = new Socket()) {
			int port = (protocol == Protocol.HTTP) ? this.collector.httpPort() : this.collector.grpcPort();
			socket.connect(new InetSocketAddress("127.0.0.1", port));
		}
	}

	private static void assertPartialSuccess(byte[] body) throws Exception {
		ExportTraceServiceResponse response = ExportTraceServiceResponse.parseFrom(body);
		assertThat(response.getPartialSuccess().getRejectedSpans()).isEqualTo(2);
		assertThat(response.getPartialSuccess().getErrorMessage()).isEqualTo("too old");
	}

}
