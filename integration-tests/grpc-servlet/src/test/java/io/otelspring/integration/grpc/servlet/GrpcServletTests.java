// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.grpc.servlet;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;

import com.google.protobuf.StringValue;
import io.grpc.BindableService;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.api.trace.Tracer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.grpc.client.GrpcChannelFactory;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import io.otelspring.test.OtlpCollector;
import io.otelspring.test.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application whose gRPC services and controllers are behind one servlet container.
 */
class GrpcServletTests {

	private final OtlpCollector collector = OtlpCollector.start();

	@AfterEach
	void stop() {
		this.collector.close();
	}

	@Test
	void aCallIsRecordedOnceAndNotAsARequest() throws Exception {
		try (ConfigurableApplicationContext context = run()) {
			assertThat(call(context)).isEqualTo("pen");
			ReceivedSpan look = this.collector.awaitSpan("look");
			ReceivedSpan client = this.collector.awaitSpan((span) -> span.kind() == ReceivedSpan.Kind.CLIENT);
			ReceivedSpan server = this.collector.awaitSpan((span) -> span.isChildOf(client));
			assertThat(look.isChildOf(server)).isTrue();
			assertThat(server.name()).isEqualTo("shop.Stock/Get");
			assertThat(server.kind()).isEqualTo(ReceivedSpan.Kind.SERVER);
			assertThat(server.attributes()).containsAllEntriesOf(Map.of("rpc.system.name", "grpc",
					"rpc.response.status_code", "OK", "network.peer.address", "127.0.0.1"));
			this.collector.awaitMetric("rpc.server.call.duration");
			post(context, "/plain", "application/grpc");
			this.collector.awaitSpan("POST /plain");
			assertThat(servers()).containsExactlyInAnyOrder("shop.Stock/Get", "POST /plain");
			assertThat(post(context, "/actuator/otel/instrumentations", null))
				.contains("{\"name\":\"grpc\",\"active\":true,\"reason\":null}");
		}
	}

	@Test
	void switchedOffTheRequestIsRecorded() throws Exception {
		try (ConfigurableApplicationContext context = run("--otel.instrumentation.grpc.enabled=false")) {
			call(context);
			ReceivedSpan server = this.collector.awaitSpan((span) -> span.kind() == ReceivedSpan.Kind.SERVER);
			assertThat(server.attributes()).containsEntry("url.path", "/shop.Stock/Get");
			assertThat(servers()).hasSize(1);
			assertThat(post(context, "/actuator/otel/instrumentations", null)).contains("\"name\":\"grpc\"")
				.contains("otel.instrumentation.grpc.enabled");
		}
	}

	private List<String> servers() {
		return this.collector.spans()
			.stream()
			.filter((span) -> span.kind() == ReceivedSpan.Kind.SERVER)
			.map(ReceivedSpan::name)
			.toList();
	}

	private ConfigurableApplicationContext run(String... arguments) {
		return new SpringApplicationBuilder(Application.class)
			.properties("server.port=0", "server.http2.enabled=true", "logging.level.root=warn",
					"management.endpoints.web.exposure.include=otel",
					"otel.exporter.otlp.endpoint=" + this.collector.httpEndpoint(), "otel.bsp.schedule.delay=50ms",
					"otel.metric.export.interval=200ms")
			.run(arguments);
	}

	private static int port(ConfigurableApplicationContext context) {
		return ((ServletWebServerApplicationContext) context).getWebServer().getPort();
	}

	private static String call(ConfigurableApplicationContext context) {
		Channel channel = context.getBean(GrpcChannelFactory.class).createChannel("localhost:" + port(context));
		return ClientCalls.blockingUnaryCall(channel, StockService.GET, CallOptions.DEFAULT, StringValue.of("pen"))
			.getValue();
	}

	private static String post(ConfigurableApplicationContext context, String path, String contentType)
			throws Exception {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port(context) + path));
		if (contentType != null) {
			request.header("Content-Type", contentType).POST(HttpRequest.BodyPublishers.noBody());
		}
		return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ StockService.class, PlainController.class })
	static class Application {

	}

	@RestController
	static class PlainController {

		@PostMapping("/plain")
		String plain() {
			return "plain";
		}

	}

	static class StockService implements BindableService {

		static final MethodDescriptor<StringValue, StringValue> GET = MethodDescriptor
			.<StringValue, StringValue>newBuilder()
			.setType(MethodDescriptor.MethodType.UNARY)
			.setFullMethodName("shop.Stock/Get")
			.setRequestMarshaller(ProtoUtils.marshaller(StringValue.getDefaultInstance()))
			.setResponseMarshaller(ProtoUtils.marshaller(StringValue.getDefaultInstance()))
			.build();

		private final Tracer tracer;

		StockService(Tracer tracer) {
			this.tracer = tracer;
		}

		@Override
		public ServerServiceDefinition bindService() {
			return ServerServiceDefinition.builder("shop.Stock")
				.addMethod(GET, ServerCalls.asyncUnaryCall(this::get))
				.build();
		}

		private void get(StringValue request, StreamObserver<StringValue> response) {
			this.tracer.spanBuilder("look").startSpan().end();
			response.onNext(request);
			response.onCompleted();
		}

	}

}
