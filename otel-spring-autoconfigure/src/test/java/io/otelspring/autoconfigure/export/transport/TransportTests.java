// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.transport;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.grpc.Status.Code;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import io.otelspring.autoconfigure.export.transport.Answer.Kind;
import io.otelspring.autoconfigure.export.transport.TransportSettings.Carrier;
import io.otelspring.test.OtlpCollector;
import io.otelspring.test.ReceivedRequest;
import io.otelspring.test.Reply;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One attempt, by each of the carriers, and what a loopback collector answers to it.
 */
class TransportTests {

	private static final Duration TIMEOUT = Duration.ofMinutes(1);

	private static final String SECRET = "Bearer sesame-open-123";

	private final OtlpCollector collector = OtlpCollector.start();

	private final ServerTime serverTime = new ServerTime();

	private final Transports transports = new Transports(this.serverTime, new TransportBeans(null));

	@AfterEach
	void stop() {
		this.transports.close();
		this.collector.close();
	}

	@ParameterizedTest
	@EnumSource(Carrier.class)
	void acceptedBatch(Carrier carrier) {
		Answer answer = send(carrier, transport(carrier, true));
		assertThat(answer).isEqualTo(new Answer(Kind.ACCEPTED, null, null, 0, accepted(carrier)));
		assertThat(this.collector.spans()).singleElement().satisfies((span) -> assertThat(span.name()).isEqualTo("a"));
		ReceivedRequest request = this.collector.requests().get(0);
		assertThat(request.encoding()).isEqualTo("gzip");
		assertThat(request.header("authorization")).isEqualTo(SECRET);
		assertThat(request.header("user-agent")).startsWith("otel-spring-boot-starter")
			.matches((agent) -> agent.contains(" OTel-OTLP-Exporter-Java/1.") == (carrier != Carrier.ZIPKIN));
		assertThat(request.header("b3")).isEqualTo((carrier == Carrier.ZIPKIN) ? "0" : null);
	}

	@ParameterizedTest
	@EnumSource(Carrier.class)
	void batchIsNotCompressedUnlessAskedFor(Carrier carrier) {
		assertThat(send(carrier, transport(carrier, false)).kind()).isEqualTo(Kind.ACCEPTED);
		assertThat(this.collector.requests().get(0).encoding()).isEqualTo("identity");
	}

	@ParameterizedTest
	@EnumSource(value = Carrier.class, names = "ZIPKIN", mode = EnumSource.Mode.EXCLUDE)
	void partialSuccess(Carrier carrier) {
		this.collector.respondWith(Reply.partlyAccepted(3, "too old"));
		assertThat(send(carrier, transport(carrier, false)))
			.isEqualTo(new Answer(Kind.ACCEPTED, "too old", null, 3, accepted(carrier)));
	}

	@ParameterizedTest
	@CsvSource({ "400, REFUSED", "401, REFUSED", "403, REFUSED", "404, REFUSED", "408, REFUSED", "413, REFUSED",
			"429, RETRYABLE", "500, REFUSED", "501, REFUSED", "502, RETRYABLE", "503, RETRYABLE", "504, RETRYABLE" })
	void statusOverHttp(int status, Kind kind) {
		this.collector.respondWith(Reply.refused(status, Code.OK));
		Answer answer = send(transport(Carrier.HTTP, false));
		assertThat(answer)
			.isEqualTo(new Answer(kind, "the server answered with status " + status + ": refused by the test", null, 0,
					String.valueOf(status)));
		assertThat(this.collector.requests()).hasSize(1);
	}

	@ParameterizedTest
	@CsvSource({ "400, REFUSED", "401, REFUSED", "403, REFUSED", "404, REFUSED", "408, REFUSED", "413, REFUSED",
			"415, REFUSED", "429, RETRYABLE", "500, DOUBTFUL", "501, DOUBTFUL", "502, RETRYABLE", "503, RETRYABLE",
			"504, RETRYABLE", "507, DOUBTFUL" })
	void statusOfZipkin(int status, Kind kind) {
		this.collector.respondWith(Reply.refused(status, Code.OK));
		Answer answer = send(Carrier.ZIPKIN, transport(Carrier.ZIPKIN, false));
		assertThat(answer)
			.isEqualTo(new Answer(kind, "the server answered with status " + status + ": refused by the test", null, 0,
					String.valueOf(status)));
		assertThat(this.collector.requests()).hasSize(1);
	}

	@ParameterizedTest
	@CsvSource({ "CANCELLED, RETRYABLE", "UNKNOWN, REFUSED", "INVALID_ARGUMENT, REFUSED",
			"DEADLINE_EXCEEDED, RETRYABLE", "NOT_FOUND, REFUSED", "ALREADY_EXISTS, REFUSED",
			"PERMISSION_DENIED, REFUSED", "RESOURCE_EXHAUSTED, REFUSED", "FAILED_PRECONDITION, REFUSED",
			"ABORTED, RETRYABLE", "OUT_OF_RANGE, RETRYABLE", "UNIMPLEMENTED, REFUSED", "INTERNAL, REFUSED",
			"UNAVAILABLE, RETRYABLE", "DATA_LOSS, RETRYABLE", "UNAUTHENTICATED, REFUSED" })
	void statusOverGrpc(Code status, Kind kind) {
		this.collector.respondWith(Reply.refused(500, status));
		Answer expected = new Answer(kind, "the server answered with gRPC status " + status + ": refused by the test",
				null, 0, status.name());
		assertThat(send(transport(Carrier.GRPC, false))).isEqualTo(expected);
		assertThat(send(transport(Carrier.GRPC_JAVA, false))).isEqualTo(expected);
		assertThat(this.collector.requests()).hasSize(2);
	}

	@ParameterizedTest
	@EnumSource(Carrier.class)
	void serverSaysWhenToComeAgain(Carrier carrier) {
		this.collector.respondWith(Reply.refused(429, Code.RESOURCE_EXHAUSTED).withRetryAfter(Duration.ofSeconds(7)));
		Answer answer = send(carrier, transport(carrier, false));
		assertThat(answer.kind()).isEqualTo(Kind.RETRYABLE);
		assertThat(answer.retryAfter()).isEqualTo(Duration.ofSeconds(7));
	}

	@ParameterizedTest
	@EnumSource(Carrier.class)
	void nobodyListens(Carrier carrier) {
		this.collector.stopListening();
		Answer answer = send(carrier, transport(carrier, false));
		assertThat(answer.kind()).isEqualTo(Kind.RETRYABLE);
		assertThat(answer.message()).containsIgnoringCase("connect").doesNotContain("sesame");
		this.collector.resumeListening();
		assertThat(send(carrier, transport(carrier, false)).kind()).isEqualTo(Kind.ACCEPTED);
	}

	@ParameterizedTest
	@EnumSource(Carrier.class)
	void noAnswerInTime(Carrier carrier) {
		this.collector.respondWith(Reply.never());
		Answer answer = transport(carrier, false).send(batch(carrier, "a"), Duration.ofMillis(300)).join();
		assertThat(answer.kind()).isEqualTo(Kind.RETRYABLE);
		assertThat(answer.message()).isNotBlank();
		this.collector.respondWith(Reply.accepted());
		assertThat(send(carrier, transport(carrier, false)).kind()).isEqualTo(Kind.ACCEPTED);
	}

	@ParameterizedTest
	@EnumSource(Carrier.class)
	void serverRepeatsASecret(Carrier carrier) {
		Reply refused = Reply.refused(401, Code.UNAUTHENTICATED);
		this.collector.respondWith(new Reply(refused.httpStatus(), refused.grpcStatus(), Map.of(),
				"no such token: sesame-open-123\n" + "x".repeat(1000), 0, Duration.ZERO, null, false));
		Answer answer = send(carrier, transport(carrier, false));
		assertThat(answer.kind()).isEqualTo(Kind.REFUSED);
		assertThat(answer.message()).contains("no such token: ****** xxx")
			.doesNotContain("sesame")
			.doesNotContain("\n")
			.hasSizeLessThan(300);
	}

	@ParameterizedTest
	@EnumSource(Carrier.class)
	void closeEndsWhatIsOnItsWay(Carrier carrier) throws Exception {
		this.collector.respondWith(Reply.never());
		Transport transport = transport(carrier, false);
		CompletableFuture<Answer> answer = transport.send(batch(carrier, "a"), TIMEOUT);
		this.collector.awaitRequests(io.otelspring.test.Signal.TRACES, 1);
		transport.close();
		assertThat(answer.get(1, TimeUnit.MINUTES).kind()).isEqualTo(Kind.RETRYABLE);
		assertThat(transport.send(batch(carrier, "a"), TIMEOUT).get(1, TimeUnit.MINUTES).kind())
			.isEqualTo(Kind.RETRYABLE);
	}

	@ParameterizedTest
	@EnumSource(value = Carrier.class, names = { "HTTP", "ZIPKIN", "GRPC" })
	void cancellationEndsTheAttempt(Carrier carrier) throws Exception {
		this.collector.respondWith(Reply.never());
		CompletableFuture<Answer> answer = transport(carrier, false).send(batch(carrier, "a"), Duration.ofMinutes(5));
		this.collector.awaitRequests(io.otelspring.test.Signal.TRACES, 1);
		answer.cancel(true);
		CountDownLatch ended = new CountDownLatch(1);
		Thread waiting = new Thread(() -> {
			while (Thread.getAllStackTraces()
				.values()
				.stream()
				.flatMap(java.util.Arrays::stream)
				.anyMatch((frame) -> frame.getClassName().equals(Attempt.class.getName()))) {
				Thread.onSpinWait();
			}
			ended.countDown();
		});
		waiting.setDaemon(true);
		waiting.start();
		assertThat(ended.await(1, TimeUnit.MINUTES)).isTrue();
	}

	@ParameterizedTest
	@EnumSource(Carrier.class)
	void headersThatCannotBeHadFailTheAttempt(Carrier carrier) {
		AtomicInteger asked = new AtomicInteger();
		Transport transport = this.transports.create(settings(carrier, false, () -> {
			if (asked.incrementAndGet() == 1) {
				throw new IllegalStateException("the token server is down");
			}
			return Map.of("authorization", "token-" + asked.get());
		}));
		Answer answer = send(carrier, transport);
		assertThat(answer.kind()).isEqualTo(Kind.RETRYABLE);
		assertThat(answer.message()).contains("the token server is down");
		assertThat(send(carrier, transport).kind()).isEqualTo(Kind.ACCEPTED);
		assertThat(send(carrier, transport).kind()).isEqualTo(Kind.ACCEPTED);
		assertThat(this.collector.requests()).extracting((request) -> request.header("authorization"))
			.containsExactly("token-2", "token-3");
	}

	@ParameterizedTest
	@EnumSource(Carrier.class)
	void headerThatCannotBeSentIsNotShown(Carrier carrier) {
		Answer answer = send(carrier,
				this.transports.create(settings(carrier, false, () -> Map.of("x-api-key", "sesame\nopen"))));
		assertThat(answer.kind()).isEqualTo(Kind.RETRYABLE);
		assertThat(answer.message()).contains("x-api-key").doesNotContain("sesame");
	}

	@ParameterizedTest
	@EnumSource(value = Carrier.class, names = { "HTTP", "ZIPKIN", "GRPC" })
	void headersThatTakeTooLongDoNotHoldTheAnswerUp(Carrier carrier) throws Exception {
		CountDownLatch never = new CountDownLatch(1);
		Transport transport = this.transports.create(settings(carrier, false, () -> {
			try {
				never.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			return Map.of();
		}));
		Answer answer = transport.send(batch(carrier, "a"), Duration.ofMillis(200)).get(1, TimeUnit.MINUTES);
		assertThat(answer).isEqualTo(new Answer(Kind.RETRYABLE, "no answer within 200 ms", null, 0));
	}

	@Test
	void batchThatIsTooLargeIsNotSent() {
		Answer answer = transport(Carrier.HTTP, false).send(new byte[OkHttpTransport.MAX_REQUEST + 1], TIMEOUT).join();
		assertThat(answer.kind()).isEqualTo(Kind.REFUSED);
		assertThat(this.collector.requests()).isEmpty();
	}

	@Test
	void timeOfTheServerIsKnown() {
		send(transport(Carrier.HTTP, false));
		assertThat(this.serverTime.ahead()).containsOnlyKeys("127.0.0.1")
			.satisfies((ahead) -> assertThat(ahead.get("127.0.0.1").abs()).isLessThan(Duration.ofMinutes(1)));
	}

	@Test
	void grpcToAReceiverOfHttpSaysSo() {
		Answer answer = send(this.transports.create(new TransportSettings(Carrier.GRPC,
				URI.create(this.collector.httpEndpoint()), METHOD, () -> Map.of(), false, TlsSource.DEFAULT, null)));
		assertThat(answer.kind()).isEqualTo(Kind.RETRYABLE);
	}

	@Test
	void httpToAReceiverOfGrpcSaysSo() throws IOException {
		Answer answer = send(this.transports
			.create(new TransportSettings(Carrier.HTTP, URI.create(this.collector.grpcEndpoint() + "/v1/traces"), "",
					() -> Map.of(), false, TlsSource.DEFAULT, null)));
		assertThat(answer.kind()).isEqualTo(Kind.RETRYABLE);
	}

	private static final String METHOD = "opentelemetry.proto.collector.trace.v1.TraceService/Export";

	private Transport transport(Carrier carrier, boolean gzip) {
		return this.transports.create(settings(carrier, gzip, () -> Map.of("authorization", SECRET)));
	}

	private TransportSettings settings(Carrier carrier, boolean gzip, HeaderSource headers) {
		URI endpoint = endpoint(carrier, this.collector.httpEndpoint(), this.collector.grpcEndpoint());
		return new TransportSettings(carrier, endpoint, METHOD, headers, gzip, TlsSource.DEFAULT, null);
	}

	private static Answer send(Transport transport) {
		return transport.send(batch("a"), TIMEOUT).join();
	}

	private static Answer send(Carrier carrier, Transport transport) {
		return transport.send(batch(carrier, "a"), TIMEOUT).join();
	}

	private static String accepted(Carrier carrier) {
		return switch (carrier) {
			case HTTP -> "200";
			case ZIPKIN -> "202";
			default -> "OK";
		};
	}

	static URI endpoint(Carrier carrier, String http, String grpc) {
		String endpoint = switch (carrier) {
			case HTTP -> http + "/v1/traces";
			case ZIPKIN -> http + "/api/v2/spans";
			default -> grpc;
		};
		return URI.create(endpoint);
	}

	static byte[] batch(Carrier carrier, String spanName) {
		return (carrier != Carrier.ZIPKIN) ? batch(spanName)
				: ("[{\"traceId\":\"0af7651916cd43dd8448eb211c80319c\",\"id\":\"b7ad6b7169203331\",\"name\":\""
						+ spanName + "\"}]")
					.getBytes(StandardCharsets.UTF_8);
	}

	static byte[] batch(String spanName) {
		return ExportTraceServiceRequest.newBuilder()
			.addResourceSpans(ResourceSpans.newBuilder()
				.addScopeSpans(ScopeSpans.newBuilder().addSpans(Span.newBuilder().setName(spanName))))
			.build()
			.toByteArray();
	}

}
