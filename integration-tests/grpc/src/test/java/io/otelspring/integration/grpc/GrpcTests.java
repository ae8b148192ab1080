// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.grpc;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.protobuf.StringValue;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.grpc.client.GrpcChannelFactory;
import org.springframework.grpc.server.lifecycle.GrpcServerLifecycle;

import io.otelspring.test.ObservedApplication;
import io.otelspring.test.OtlpCollector;
import io.otelspring.test.PrintedTraces;
import io.otelspring.test.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * An application with a server and a client, and what a collector receives of it.
 */
class GrpcTests {

	private static final PrintedTraces printed = PrintedTraces.keep();

	private static OtlpCollector collector;

	private static ConfigurableApplicationContext context;

	private static Channel channel;

	private static int port;

	@BeforeAll
	static void start() {
		collector = OtlpCollector.start();
		context = run(PrintedTraces.ARGUMENT);
		port = port(context);
		channel = context.getBean(GrpcChannelFactory.class).createChannel("localhost:" + port);
	}

	@AfterAll
	static void stop() {
		context.close();
		collector.close();
		printed.close();
	}

	@Test
	void aCallIsOneTraceFromTheClientToWhatTheServiceDoes() {
		Seen seen = call((channel) -> get(channel, "pen"));
		assertThat(seen.client.name()).isEqualTo("shop.Stock/Get");
		assertThat(seen.client.kind()).isEqualTo(ReceivedSpan.Kind.CLIENT);
		assertThat(seen.client.status()).isEqualTo(ReceivedSpan.StatusCode.UNSET);
		assertThat(seen.client.attributes()).containsKeys("network.peer.address", "network.peer.port")
			.containsAllEntriesOf(Map.of("rpc.system.name", "grpc", "rpc.method", "shop.Stock/Get",
					"rpc.response.status_code", "OK", "server.address", "localhost", "server.port", (long) port))
			.hasSize(7);
		assertThat(seen.server.kind()).isEqualTo(ReceivedSpan.Kind.SERVER);
		assertThat(seen.server.attributes()).containsKeys("network.peer.address", "network.peer.port")
			.containsAllEntriesOf(Map.of("rpc.system.name", "grpc", "rpc.method", "shop.Stock/Get",
					"rpc.response.status_code", "OK", "server.address", "localhost", "server.port", (long) port))
			.hasSize(7);
		ReceivedSpan look = collector.awaitSpan((span) -> span.name().equals("look") && span.isChildOf(seen.server));
		assertThat(look.traceId()).isEqualTo(seen.client.traceId());
		assertThat(collector.trace(look)).hasSizeBetween(3, 4);
		assertThat(collector.awaitLog((log) -> seen.server.spanId().equals(log.spanId())).traceId())
			.isEqualTo(look.traceId());
		printed.areShown("grpc.md", seen.client);
	}

	@Test
	void streamsAreOneSpanEach() throws Exception {
		Seen seen = call((channel) -> ClientCalls
			.blockingServerStreamingCall(channel, StockService.LIST, CallOptions.DEFAULT, StringValue.of("pens"))
			.forEachRemaining((value) -> {
			}));
		assertThat(seen.server.name()).isEqualTo("shop.Stock/List");
		CountDownLatch done = new CountDownLatch(1);
		Seen chat = call((channel) -> {
			StreamObserver<StringValue> requests = ClientCalls
				.asyncBidiStreamingCall(channel.newCall(StockService.CHAT, CallOptions.DEFAULT), new Latched<>(done));
			requests.onNext(StringValue.of("hello"));
			requests.onCompleted();
		});
		assertThat(done.await(1, TimeUnit.MINUTES)).isTrue();
		collector.awaitSpan((span) -> span.name().equals("heard") && span.isChildOf(chat.server));
	}

	@Test
	void whatTheClientDidWrongIsNoErrorOfTheServer() {
		Seen seen = call((channel) -> fail(channel, "absent"));
		assertThat(seen.client.status()).isEqualTo(ReceivedSpan.StatusCode.ERROR);
		assertThat(seen.client.attributes()).containsEntry("error.type", "NOT_FOUND")
			.containsEntry("rpc.response.status_code", "NOT_FOUND");
		assertThat(seen.server.status()).isEqualTo(ReceivedSpan.StatusCode.UNSET);
		assertThat(seen.server.attributes()).containsEntry("rpc.response.status_code", "NOT_FOUND")
			.doesNotContainKey("error.type");
	}

	@Test
	void whatAServiceThrowsIsRecordedOnce() {
		Seen seen = call((channel) -> fail(channel, "broken"));
		assertThat(seen.server.status()).isEqualTo(ReceivedSpan.StatusCode.ERROR);
		assertThat(seen.server.attributes()).containsEntry("error.type", "UNKNOWN");
		assertThat(seen.server.events()).singleElement()
			.satisfies((event) -> assertThat(event.attributes()).containsEntry("exception.type",
					"java.lang.IllegalStateException"));
		assertThat(seen.client.attributes()).containsEntry("error.type", "UNKNOWN");
	}

	@Test
	void aCallThatTheCallerCancelsIsNoError() throws Exception {
		StockService service = context.getBean(StockService.class);
		service.waiting = new CountDownLatch(1);
		Seen seen = call((channel) -> {
			ListenableFuture<StringValue> future = ClientCalls
				.futureUnaryCall(channel.newCall(StockService.GET, CallOptions.DEFAULT), StringValue.of("slow"));
			await(service.waiting);
			future.cancel(true);
		});
		for (ReceivedSpan span : new ReceivedSpan[] { seen.client, seen.server }) {
			assertThat(span.status()).isEqualTo(ReceivedSpan.StatusCode.UNSET);
			assertThat(span.attributes()).containsEntry("rpc.response.status_code", "CANCELLED")
				.doesNotContainKey("error.type");
		}
		printed.areShown("grpc.md", seen.client);
	}

	@Test
	void aDeadlineIsAnErrorOnBothSides() {
		// The connection is there by then, and the server has time enough to be reached
		get(channel, "before");
		Seen seen = call((channel) -> assertThatExceptionOfType(StatusRuntimeException.class)
			.isThrownBy(() -> ClientCalls.blockingUnaryCall(channel, StockService.GET,
					CallOptions.DEFAULT.withDeadlineAfter(2, TimeUnit.SECONDS), StringValue.of("slow"))));
		assertThat(seen.client.attributes()).containsEntry("error.type", "DEADLINE_EXCEEDED");
		// Whichever the server sees first, its own deadline or that the client has gone
		assertThat(seen.server.attribute("rpc.response.status_code")).isIn("DEADLINE_EXCEEDED", "CANCELLED");
	}

	@Test
	void malformedHeadersStartATrace() {
		ManagedChannel bare = ManagedChannelBuilder.forAddress("localhost", port).usePlaintext().build();
		try {
			Metadata headers = new Metadata();
			headers.put(Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER), "00-nonsense");
			headers.put(Metadata.Key.of("trace-bin", Metadata.BINARY_BYTE_MARSHALLER), new byte[] { 1 });
			int before = servers();
			get(ClientInterceptors.intercept(bare, MetadataUtils.newAttachHeadersInterceptor(headers)), "malformed");
			collector
				.awaitSpan((span) -> servers() > before && span.kind() == ReceivedSpan.Kind.SERVER && span.isRoot());
		}
		finally {
			bare.shutdownNow();
		}
	}

	@Test
	void aChannelBeanIsRecordedOnceAndKeepsItsType() {
		ManagedChannel own = context.getBean("own", ManagedChannel.class);
		Seen seen = call((ignored) -> get(own, "own"));
		assertThat(collector.spans()
			.stream()
			.filter((span) -> span.traceId().equals(seen.client.traceId()))
			.filter((span) -> span.kind() == ReceivedSpan.Kind.CLIENT)).hasSize(1);
	}

	@Test
	void anInterceptorThatIsAddedTwiceRecordsOnce() {
		ClientInterceptor interceptor = context.getBean("otelSpringGrpcClientInterceptor", ClientInterceptor.class);
		Seen seen = call((channel) -> get(ClientInterceptors.intercept(channel, interceptor), "twice"));
		assertThat(collector.spans()
			.stream()
			.filter((span) -> span.traceId().equals(seen.client.traceId()))
			.filter((span) -> span.kind() == ReceivedSpan.Kind.CLIENT)).hasSize(1);
	}

	@Test
	void healthChecksAreNotRecorded() {
		HealthGrpc.newBlockingStub(channel).check(HealthCheckRequest.getDefaultInstance());
		call((channel) -> get(channel, "after"));
		assertThat(collector.spans()).noneMatch((span) -> span.name().startsWith("grpc.health"));
	}

	@Test
	void durationsAreMeasured() {
		get(channel, "measured");
		for (String name : new String[] { "rpc.server.call.duration", "rpc.client.call.duration" }) {
			assertThat(collector.awaitMetric((metric) -> metric.name().equals(name)).unit()).isEqualTo("s");
		}
	}

	@Test
	void reflectionIsNotRecorded() throws Exception {
		CountDownLatch done = new CountDownLatch(1);
		StreamObserver<ServerReflectionRequest> requests = ServerReflectionGrpc.newStub(channel)
			.serverReflectionInfo(new Latched<>(done));
		requests.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());
		requests.onCompleted();
		assertThat(done.await(1, TimeUnit.MINUTES)).isTrue();
		call((channel) -> get(channel, "after"));
		assertThat(collector.spans()).noneMatch((span) -> span.name().startsWith("grpc.reflection"));
	}

	@Test
	void annotationsHoldBelowAService() {
		Seen seen = call((channel) -> get(channel, "shelf"));
		ReceivedSpan count = collector.awaitSpan((span) -> span.isChildOf(seen.server));
		assertThat(count.name()).isEqualTo("Shelf.count");
		assertThat(count.kind()).isEqualTo(ReceivedSpan.Kind.INTERNAL);
		assertThat(collector.spans()).noneMatch((span) -> span.name().equals("dust"));
	}

	@Test
	void anUntracedCallIsRecordedOnNeitherSide() {
		Span span = context.getBean(Tracer.class).spanBuilder("quiet").startSpan();
		try (Scope scope = span.makeCurrent()) {
			context.getBean(Shelf.class).quietly(() -> get(channel, "quiet"));
		}
		finally {
			span.end();
		}
		call((channel) -> get(channel, "after"));
		assertThat(collector.spans()
			.stream()
			.filter((candidate) -> candidate.traceId().equals(span.getSpanContext().getTraceId()))).singleElement()
			.satisfies((candidate) -> assertThat(candidate.name()).isEqualTo("quiet"));
	}

	@Test
	void severalEntriesOfTracestateAreCombined() {
		try (Caller caller = new Caller(port, "01")) {
			get(caller.with("tracestate", "a=1").with("tracestate", "b=2").channel(), "state");
			ReceivedSpan server = collector.awaitSpan(
					(span) -> span.traceId().equals(caller.traceId) && span.parentSpanId().equals(Caller.SPAN_ID));
			assertThat(server.parentSpanId()).isEqualTo(Caller.SPAN_ID);
			assertThat(server.traceState()).isEqualTo("a=1,b=2");
		}
	}

	@Test
	void theCallersSampledFlagIsFollowedUnlessItIsNotTrusted() {
		try (Caller caller = new Caller(port, "00")) {
			get(caller.channel(), "unsampled");
			call((channel) -> get(channel, "after"));
			assertThat(collector.spans()).noneMatch((span) -> span.traceId().equals(caller.traceId));
		}
		try (ConfigurableApplicationContext other = run("--otel.propagation.trust-sampled=false");
				Caller caller = new Caller(port(other), "00")) {
			get(caller.channel(), "sampled");
			ReceivedSpan server = collector.awaitSpan(
					(span) -> span.traceId().equals(caller.traceId) && span.parentSpanId().equals(Caller.SPAN_ID));
			assertThat(server.kind()).isEqualTo(ReceivedSpan.Kind.SERVER);
		}
	}

	@Test
	void aPeerThatIsNotBelievedStartsATraceAndTheOwnProcessIsBelieved() {
		try (OtlpCollector own = OtlpCollector.start();
				ConfigurableApplicationContext strict = run(own, "--otel.propagation.accept-from=10.0.0.0/8",
						"--spring.grpc.server.inprocess.name=shop");
				Caller caller = new Caller(port(strict), "01")) {
			get(caller.channel(), "stranger");
			ReceivedSpan stranger = own.awaitSpan((span) -> span.kind() == ReceivedSpan.Kind.SERVER);
			assertThat(stranger.isRoot()).isTrue();
			assertThat(stranger.traceId()).isNotEqualTo(caller.traceId);
			get(strict.getBean(GrpcChannelFactory.class).createChannel("in-process:shop"), "friend");
			ReceivedSpan client = own.awaitSpan((span) -> span.kind() == ReceivedSpan.Kind.CLIENT);
			ReceivedSpan server = own.awaitSpan((span) -> span.isChildOf(client));
			assertThat(server.kind()).isEqualTo(ReceivedSpan.Kind.SERVER);
			assertThat(own.spans().stream().filter((span) -> span.traceId().equals(client.traceId()))).hasSize(3);
		}
	}

	@Test
	void metadataDoesNotLeave() {
		try (Caller caller = new Caller(port, "01")) {
			get(caller.with("authorization", "Bearer hunter2").channel(), "secret");
			collector.awaitSpan((span) -> span.traceId().equals(caller.traceId));
			assertThat(collector.spans().toString()).doesNotContain("hunter2");
			assertThat(collector.metrics().toString()).doesNotContain("hunter2");
			assertThat(collector.logRecords().toString()).doesNotContain("hunter2");
		}
	}

	@Test
	void switchedOffNothingIsRecorded() {
		try (OtlpCollector own = OtlpCollector.start();
				ConfigurableApplicationContext off = run(own, "--otel.instrumentation.grpc.enabled=false")) {
			get(off.getBean(GrpcChannelFactory.class).createChannel("localhost:" + port(off)), "off");
			assertThat(own.awaitSpan("look").isRoot()).isTrue();
			assertThat(own.spans()).hasSize(1);
			assertThat(off.containsBean("otelSpringGrpcClientInterceptor")).isFalse();
		}
	}

	private static int servers() {
		return (int) collector.spans().stream().filter((span) -> span.kind() == ReceivedSpan.Kind.SERVER).count();
	}

	private static StringValue get(Channel channel, String value) {
		return ClientCalls.blockingUnaryCall(channel, StockService.GET, CallOptions.DEFAULT, StringValue.of(value));
	}

	private static void fail(Channel channel, String value) {
		assertThatExceptionOfType(StatusRuntimeException.class).isThrownBy(() -> get(channel, value));
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Seen call(Consumer<Channel> action) {
		Span span = context.getBean(Tracer.class).spanBuilder("caller").startSpan();
		try (Scope scope = span.makeCurrent()) {
			action.accept(channel);
			ReceivedSpan client = collector
				.awaitSpan((candidate) -> span.getSpanContext().getSpanId().equals(candidate.parentSpanId()));
			return new Seen(client, collector.awaitSpan((candidate) -> candidate.isChildOf(client)));
		}
		finally {
			span.end();
		}
	}

	private static int port(ConfigurableApplicationContext context) {
		return context.getBeanProvider(GrpcServerLifecycle.class)
			.stream()
			.mapToInt(GrpcServerLifecycle::getPort)
			.filter((port) -> port > 0)
			.findFirst()
			.getAsInt();
	}

	private static ConfigurableApplicationContext run(String... arguments) {
		return run(collector, arguments);
	}

	private static ConfigurableApplicationContext run(OtlpCollector collector, String... arguments) {
		List<String> all = new ArrayList<>(List.of("--spring.grpc.server.port=0", "--logging.level.root=warn"));
		all.addAll(List.of(arguments));
		return ObservedApplication.run(collector, Application.class, all.toArray(String[]::new)).context();
	}

	/**
	 * A client without telemetry that sends what headers it likes.
	 */
	private static final class Caller implements AutoCloseable {

		static final String SPAN_ID = "00f067aa0ba902b7";

		private final String traceId = UUID.randomUUID().toString().replace("-", "");

		private final Metadata headers = new Metadata();

		private final ManagedChannel bare;

		Caller(int port, String flags) {
			this.bare = ManagedChannelBuilder.forAddress("localhost", port).usePlaintext().build();
			with("traceparent", "00-" + this.traceId + "-" + SPAN_ID + "-" + flags);
		}

		Caller with(String name, String value) {
			this.headers.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), value);
			return this;
		}

		Channel channel() {
			return ClientInterceptors.intercept(this.bare, MetadataUtils.newAttachHeadersInterceptor(this.headers));
		}

		@Override
		public void close() {
			this.bare.shutdownNow();
		}

	}

	record Seen(ReceivedSpan client, ReceivedSpan server) {

	}

	record Latched<T>(CountDownLatch done) implements StreamObserver<T> {

		@Override
		public void onNext(T value) {
		}

		@Override
		public void onError(Throwable failure) {
		}

		@Override
		public void onCompleted() {
			this.done.countDown();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ StockService.class, Shelf.class })
	static class Application {

		@Bean(destroyMethod = "shutdownNow")
		@Lazy
		ManagedChannel own(GrpcServerLifecycle server) {
			return ManagedChannelBuilder.forAddress("localhost", server.getPort()).usePlaintext().build();
		}

	}

}
