// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.client.blocking;

import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.HttpServerErrorException;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

import io.otelspring.autoconfigure.web.client.LoopbackServer;
import io.otelspring.autoconfigure.web.client.Recorded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Calls through real HTTP clients to a real server.
 */
class RealServerTests {

	private final LoopbackServer server = new LoopbackServer();

	private final Recorded recorded = new Recorded();

	private final HttpClientTracing tracing = new HttpClientTracing(this.recorded.telemetry());

	@AfterEach
	void close() {
		this.server.close();
	}

	static Stream<Named<ClientHttpRequestFactory>> factories() {
		return factories(Duration.ofMinutes(1));
	}

	static Stream<Named<ClientHttpRequestFactory>> impatientFactories() {
		return factories(Duration.ofMillis(300));
	}

	private static Stream<Named<ClientHttpRequestFactory>> factories(Duration timeout) {
		JdkClientHttpRequestFactory jdk = new JdkClientHttpRequestFactory();
		jdk.setReadTimeout(timeout);
		SimpleClientHttpRequestFactory simple = new SimpleClientHttpRequestFactory();
		simple.setReadTimeout(timeout);
		return Stream.of(Named.of("JDK", jdk), Named.of("simple", simple));
	}

	@ParameterizedTest
	@MethodSource("factories")
	void goodAndBadAnswers(ClientHttpRequestFactory factory) {
		RestClient client = client(factory);
		assertThat(client.get().uri("/leaf/{id}", 1).retrieve().body(String.class)).isEqualTo("ok");
		assertThatThrownBy(() -> client.get().uri("/status/404").retrieve().body(String.class))
			.isInstanceOf(HttpClientErrorException.NotFound.class);
		assertThatThrownBy(() -> client.post().uri("/status/500").body("x").retrieve().body(String.class))
			.isInstanceOf(HttpServerErrorException.InternalServerError.class);
		assertThat(this.recorded.spanNames()).containsExactly("GET /leaf/{id}", "GET /status/404", "POST /status/500");
		assertThat(this.recorded.spans()).extracting((span) -> span.getStatus().getStatusCode())
			.containsExactly(StatusCode.UNSET, StatusCode.ERROR, StatusCode.ERROR);
		assertThat(this.recorded.spans()).extracting((span) -> errorType(span)).containsExactly(null, "404", "500");
		for (int i = 0; i < 3; i++) {
			assertThat(this.server.requests.get(i).header("traceparent"))
				.isEqualTo(Recorded.traceparent(this.recorded.spans().get(i)));
		}
		assertThat(this.recorded.spans().get(0).getAttributes().get(AttributeKey.stringKey("url.full")))
			.isEqualTo(this.server.url() + "/leaf/1");
	}

	@ParameterizedTest
	@MethodSource("factories")
	void aRestTemplateDoesTheSame(ClientHttpRequestFactory factory) {
		RestTemplate template = new RestTemplate(factory);
		this.tracing.trace(template);
		assertThat(template.getForObject(this.server.url() + "/leaf/{id}", String.class, 1)).isEqualTo("ok");
		assertThatThrownBy(() -> template.getForObject(this.server.url() + "/404", String.class))
			.isInstanceOf(HttpClientErrorException.NotFound.class);
		assertThat(this.recorded.spanNames()).containsExactly("GET /leaf/{id}", "GET /404");
		assertThat(this.server.request().header("traceparent"))
			.isEqualTo(Recorded.traceparent(this.recorded.spans().get(1)));
	}

	@ParameterizedTest
	@MethodSource("factories")
	void aRefusedConnection(ClientHttpRequestFactory factory) throws Exception {
		// It is taken, so that nobody else can listen there meanwhile
		try (Socket silent = new Socket()) {
			silent.bind(new InetSocketAddress("127.0.0.1", 0));
			assertFails(factory, "http://127.0.0.1:" + silent.getLocalPort() + "/", "java.net.ConnectException");
		}
	}

	@ParameterizedTest
	@MethodSource("impatientFactories")
	void aTimeout(ClientHttpRequestFactory factory) {
		assertFails(factory, this.server.url() + "/hang", (factory instanceof SimpleClientHttpRequestFactory)
				? "java.net.SocketTimeoutException" : "java.net.http.HttpTimeoutException");
	}

	@Test
	void anUnknownHost() {
		assertFails(new SimpleClientHttpRequestFactory(), "http://no-such-host.invalid/",
				"java.net.UnknownHostException");
	}

	@Test
	void anInterruptedCallIsNotAnError() throws Exception {
		RestClient client = client(new JdkClientHttpRequestFactory());
		AtomicReference<Throwable> thrown = new AtomicReference<>();
		Thread caller = new Thread(() -> {
			try {
				client.get().uri("/hang").retrieve().toBodilessEntity();
			}
			catch (Throwable ex) {
				thrown.set(ex);
			}
		});
		caller.start();
		this.server.hanging.await();
		caller.interrupt();
		caller.join();
		assertThat(thrown.get()).isInstanceOf(ResourceAccessException.class);
		SpanData span = this.recorded.span();
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
		assertThat(errorType(span)).isNull();
		assertThat(span.getEvents()).isEmpty();
	}

	@ParameterizedTest
	@MethodSource("factories")
	void bodiesAreStreamed(ClientHttpRequestFactory factory) {
		long size = 64L * 1024 * 1024;
		byte[] piece = new byte[1024 * 1024];
		RestClient client = client(factory);
		client.post().uri("/upload").body((OutputStream out) -> {
			for (int i = 0; i < size / piece.length; i++) {
				out.write(piece);
			}
		}).retrieve().toBodilessEntity();
		assertThat(this.server.request().length()).isEqualTo(size);
		assertThat(this.server.request().header("Transfer-Encoding")).isEqualTo("chunked");
		assertThat(this.server.request().header("Content-Length")).isNull();
		assertThat(this.recorded.spanNames()).containsExactly("POST /upload");
	}

	@Test
	void retriesOfAnInterceptor() {
		RestClient client = client(new JdkClientHttpRequestFactory()).mutate()
			.requestInterceptor((request, body, execution) -> {
				for (int i = 0; i < 2; i++) {
					var response = execution.execute(request, body);
					if (!response.getStatusCode().isError()) {
						return response;
					}
					response.close();
				}
				return execution.execute(request, body);
			})
			.build();
		assertThat(client.get().uri("/flaky").retrieve().body(String.class)).isEqualTo("ok");
		assertThat(this.recorded.spans()).extracting((span) -> errorType(span)).containsExactly("503", "503", null);
		assertThat(this.recorded.spans())
			.extracting((span) -> span.getAttributes().get(AttributeKey.longKey("http.request.resend_count")))
			.containsExactly(null, 1L, 2L);
	}

	@Test
	void theVersionIsGivenWhereItIsKnown() {
		client(new SimpleClientHttpRequestFactory()).get().uri("/leaf").retrieve().toBodilessEntity();
		client(new JdkClientHttpRequestFactory()).get().uri("/leaf").retrieve().toBodilessEntity();
		assertThat(this.recorded.spans())
			.extracting((span) -> span.getAttributes().get(AttributeKey.stringKey("network.protocol.version")))
			.containsExactly("1.1", null);
	}

	private void assertFails(ClientHttpRequestFactory factory, String url, String errorType) {
		RestClient client = client(factory);
		assertThatThrownBy(() -> client.get().uri(url).retrieve().toBodilessEntity())
			.isInstanceOf(ResourceAccessException.class);
		SpanData span = this.recorded.span();
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(errorType(span)).isEqualTo(errorType);
		assertThat(span.getEvents()).extracting(EventData::getName).containsExactly("exception");
		List<String> metric = this.recorded.duration()
			.getHistogramData()
			.getPoints()
			.stream()
			.map((point) -> String.valueOf(point.getAttributes().get(AttributeKey.stringKey("error.type"))))
			.toList();
		assertThat(metric).containsExactly(errorType);
	}

	private RestClient client(ClientHttpRequestFactory factory) {
		return this.tracing.trace(RestClient.builder().baseUrl(this.server.url())).requestFactory(factory).build();
	}

	private static @Nullable String errorType(SpanData span) {
		return span.getAttributes().get(AttributeKey.stringKey("error.type"));
	}

}
