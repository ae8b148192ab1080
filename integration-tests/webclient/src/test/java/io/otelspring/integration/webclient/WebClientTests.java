// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.webclient;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import org.springframework.web.reactive.function.client.WebClientResponseException;
import reactor.core.Disposable;
import reactor.netty.http.client.HttpClient;

import io.otelspring.test.OtlpCollector;
import io.otelspring.test.ReceivedMetric;
import io.otelspring.test.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a collector receives of an application that calls others through Netty.
 */
class WebClientTests {

	private static OtlpCollector collector;

	private static LeafServer server;

	private static ConfigurableApplicationContext context;

	@BeforeAll
	static void start() {
		collector = OtlpCollector.start();
		server = new LeafServer();
		context = ClientApplication.start(collector, server);
	}

	@AfterAll
	static void stop() {
		context.close();
		server.close();
		collector.close();
	}

	@Test
	void theTraceGoesOnAtTheServer() {
		Span parent = context.getBean(OpenTelemetry.class).getTracer("test").spanBuilder("parent").startSpan();
		try (Scope scope = parent.makeCurrent()) {
			assertThat(client().get().uri("/leaf/{id}", 1).retrieve().bodyToMono(String.class).block())
				.isEqualTo("leaf");
		}
		parent.end();
		ReceivedSpan span = spanOf("/leaf/1");
		assertThat(span.name()).isEqualTo("GET /leaf/{id}");
		assertThat(span.kind()).isEqualTo(ReceivedSpan.Kind.CLIENT);
		assertThat(span.parentSpanId()).isEqualTo(parent.getSpanContext().getSpanId());
		assertThat(span.attributes()).containsEntry("http.request.method", "GET")
			.containsEntry("url.template", "/leaf/{id}")
			.containsEntry("url.full", server.url() + "/leaf/1")
			.containsEntry("server.address", "127.0.0.1")
			.containsEntry("http.response.status_code", 200L);
		assertThat(span.status()).isEqualTo(ReceivedSpan.StatusCode.UNSET);
		assertThat(server.traceparents.get("/leaf/1")).startsWith("00-" + span.traceId() + "-" + span.spanId() + "-");
		ReceivedMetric duration = collector.awaitMetric("http.client.request.duration");
		assertThat(duration.unit()).isEqualTo("s");
	}

	@Test
	void aClientBeanIsRecorded() {
		WebClient client = context.getBean("ownClient", WebClient.class);
		client.get().uri(server.url() + "/own/{id}", 1).retrieve().toBodilessEntity().block();
		assertThat(spanOf("/own/1").name()).isEqualTo("GET /own/{id}");
	}

	@Test
	void anHttpInterfaceIsRecorded() {
		assertThat(context.getBean(ClientApplication.Leaves.class).leaf(2).block()).isEqualTo("leaf");
		assertThat(spanOf("/group/leaf/2").name()).isEqualTo("GET /group/leaf/{id}");
	}

	@Test
	void eachAttemptOfAFilterIsASpan() {
		client().get().uri("/filtered/flaky").retrieve().toBodilessEntity().block();
		assertRetried("/filtered/flaky");
	}

	@Test
	void eachAttemptOfAnOperatorIsASpan() {
		WebClient client = context.getBean("ownClient", WebClient.class);
		client.get().uri(server.url() + "/flaky").retrieve().toBodilessEntity().retry(2).block();
		assertRetried("/flaky");
	}

	@Test
	void aStatusFrom400OnIsAnError() {
		assertThatExceptionOfType(WebClientResponseException.NotFound.class)
			.isThrownBy(() -> client().get().uri("/status/404").retrieve().toBodilessEntity().block());
		ReceivedSpan span = spanOf("/status/404");
		assertThat(span.status()).isEqualTo(ReceivedSpan.StatusCode.ERROR);
		assertThat(span.attributes()).containsEntry("error.type", "404")
			.containsEntry("http.response.status_code", 404L);
		assertThat(span.events()).isEmpty();
	}

	@Test
	void aServerThatIsDown() {
		assertThatExceptionOfType(WebClientRequestException.class).isThrownBy(() -> client().get()
			.uri("http://127.0.0.1:1/down?token=a&sig=hidden")
			.retrieve()
			.toBodilessEntity()
			.block());
		ReceivedSpan span = collector.awaitSpan((received) -> String.valueOf(received.attribute("url.full"))
			.equals("http://127.0.0.1:1/down?token=a&sig=REDACTED"));
		assertThat(span.status()).isEqualTo(ReceivedSpan.StatusCode.ERROR);
		assertThat((String) span.attribute("error.type")).endsWith("ConnectException");
		assertThat(span.events()).singleElement().satisfies((event) -> assertThat(event.name()).isEqualTo("exception"));
	}

	@Test
	void aTimeoutOfTheConnectionIsAnError() {
		WebClient client = client().mutate()
			.clientConnector(
					new ReactorClientHttpConnector(HttpClient.create().responseTimeout(Duration.ofMillis(200))))
			.build();
		assertThatExceptionOfType(WebClientRequestException.class)
			.isThrownBy(() -> client.get().uri("/slow/hang").retrieve().toBodilessEntity().block());
		ReceivedSpan span = spanOf("/slow/hang");
		assertThat(span.status()).isEqualTo(ReceivedSpan.StatusCode.ERROR);
		assertThat(span.attributes()).containsEntry("error.type", "io.netty.handler.timeout.ReadTimeoutException");
	}

	@Test
	void aCallThatIsGivenUpIsNoError() {
		assertThatException().isThrownBy(() -> client().get()
			.uri("/impatient/hang")
			.retrieve()
			.toBodilessEntity()
			.timeout(Duration.ofMillis(200))
			.block());
		assertCancelled(spanOf("/impatient/hang"));
		Disposable call = client().get().uri("/disposed/hang").retrieve().toBodilessEntity().subscribe();
		collector.await("the request", () -> Optional.ofNullable(server.traceparents.get("/disposed/hang")));
		call.dispose();
		assertCancelled(spanOf("/disposed/hang"));
	}

	@Test
	void aBodyThatBreaksOffIsNoPartOfTheCall() {
		assertThatException().isThrownBy(() -> client().get().uri("/torn").retrieve().bodyToMono(String.class).block());
		ReceivedSpan span = spanOf("/torn");
		assertThat(span.status()).isEqualTo(ReceivedSpan.StatusCode.UNSET);
		assertThat(span.attributes()).containsEntry("http.response.status_code", 200L).doesNotContainKey("error.type");
	}

	@Test
	void theMeterOfTheObservationIsAsBefore() {
		client().get().uri("/observed/{id}", 1).retrieve().toBodilessEntity().block();
		spanOf("/observed/1");
		assertThat(timer(context, "/observed/{id}").count()).isEqualTo(1);
		assertThat(spans("/observed/1")).hasSize(1);
	}

	@Test
	void theObservationCanBeReplaced() {
		client().get().uri("/replaced/{id}", 1).retrieve().toBodilessEntity().block();
		Timer expected = timer(context, "/replaced/{id}");
		try (ConfigurableApplicationContext replacing = ClientApplication.start(collector, server,
				"otel.instrumentation.http.client.replace-observation=true")) {
			assertThat(replacing.containsBean("observationWebClientCustomizer")).isFalse();
			replacing.getBean(WebClient.Builder.class)
				.baseUrl(server.url())
				.build()
				.get()
				.uri("/replaced/{id}", 2)
				.retrieve()
				.toBodilessEntity()
				.block();
			Timer timer = timer(replacing, "/replaced/{id}");
			assertThat(timer.count()).isEqualTo(1);
			assertThat(timer.getId()).isEqualTo(expected.getId());
		}
	}

	@Test
	void canBeSwitchedOff() {
		try (ConfigurableApplicationContext off = ClientApplication.start(collector, server,
				"otel.instrumentation.http.client.enabled=false")) {
			off.getBean(WebClient.Builder.class)
				.build()
				.get()
				.uri(server.url() + "/off")
				.retrieve()
				.toBodilessEntity()
				.block();
		}
		assertThat(spans("/off")).isEmpty();
		assertThat(server.traceparents).doesNotContainKey("/off");
	}

	private static WebClient client() {
		return context.getBean(WebClient.Builder.class).baseUrl(server.url()).build();
	}

	private static Timer timer(ConfigurableApplicationContext context, String uri) {
		return collector
			.await("the meter",
					() -> Optional.ofNullable(
							context.getBean(MeterRegistry.class).find("http.client.requests").tag("uri", uri).timer())
						.filter((timer) -> timer.count() > 0));
	}

	private static void assertRetried(String path) {
		collector.awaitSpan(
				(span) -> isOf(span, path) && Long.valueOf(2).equals(span.attribute("http.request.resend_count")));
		assertThat(spans(path)).extracting((span) -> span.attribute("http.request.resend_count"))
			.containsExactlyInAnyOrder(null, 1L, 2L);
	}

	private static void assertCancelled(ReceivedSpan span) {
		assertThat(span.status()).isEqualTo(ReceivedSpan.StatusCode.UNSET);
		assertThat(span.attributes()).doesNotContainKey("error.type").doesNotContainKey("http.response.status_code");
		assertThat(span.events()).isEmpty();
	}

	private static ReceivedSpan spanOf(String path) {
		return collector.awaitSpan((span) -> isOf(span, path));
	}

	private static List<ReceivedSpan> spans(String path) {
		return collector.spans().stream().filter((span) -> isOf(span, path)).toList();
	}

	private static boolean isOf(ReceivedSpan span, String path) {
		return (server.url() + path).equals(span.attribute("url.full"));
	}

}
