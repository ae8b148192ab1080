// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.observation;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.RequestReplyReceiverContext;
import io.micrometer.observation.transport.RequestReplySenderContext;
import io.micrometer.observation.transport.SenderContext;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.semconv.ErrorAttributes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.observation.ClientRequestObservationContext;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.mock.http.client.MockClientHttpRequest;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import io.otelspring.autoconfigure.ExportThread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ObservationBridge} with observations that no table knows.
 */
class ObservationBridgeTests {

	@RegisterExtension
	static final OpenTelemetryExtension telemetry = OpenTelemetryExtension.create();

	private final MockEnvironment environment = new MockEnvironment();

	private final ObservationRegistry registry = Bridges.registry(telemetry.getOpenTelemetry(), this.environment);

	@Test
	void theUsersOwnObservationKeepsItsNamesAndKeys() {
		Observation observation = Observation.createNotStarted("checkout", this.registry)
			.lowCardinalityKeyValue("payment", "card")
			.start();
		observation.highCardinalityKeyValue("order", "o-1").lowCardinalityKeyValue("payment", "cash");
		observation.event(Observation.Event.of("paid"));
		observation.event(Observation.Event.of("shipped", "shipped by post", 1_700_000_000_000L));
		observation.stop();
		SpanData span = span();
		assertThat(span.getName()).isEqualTo("checkout");
		assertThat(span.getKind()).isEqualTo(SpanKind.INTERNAL);
		assertThat(span.getInstrumentationScopeInfo().getName()).isEqualTo("io.otelspring.observation");
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
		assertThat(span.getAttributes().asMap()).isEqualTo(Map.<AttributeKey<?>, Object>of(
				AttributeKey.stringKey("payment"), "cash", AttributeKey.stringKey("order"), "o-1"));
		assertThat(span.getEvents()).extracting((event) -> event.getName()).containsExactly("paid", "shipped by post");
		assertThat(span.getEvents().get(1).getEpochNanos()).isEqualTo(1_700_000_000_000_000_000L);
	}

	@Test
	void theContextualNameWins() {
		Observation.createNotStarted("a", this.registry).contextualName("b").observe(() -> {
		});
		assertThat(span().getName()).isEqualTo("b");
	}

	@Test
	void aContextualNameThatIsKnownLaterWins() {
		Observation observation = Observation.start("a", this.registry);
		observation.contextualName("c").stop();
		assertThat(span().getName()).isEqualTo("c");
	}

	@ParameterizedTest
	@EnumSource(Kind.class)
	void kindsComeFromTheContext(Kind kind) {
		Observation.createNotStarted("sent", () -> new SenderContext<Object>((carrier, key, value) -> {
		}, kind), this.registry).observe(() -> {
		});
		assertThat(span().getKind()).isEqualTo(SpanKind.valueOf(kind.name()));
	}

	@Test
	void requestAndReplyAreClientAndServer() {
		RequestReplySenderContext<Map<String, String>, Object> sent = new RequestReplySenderContext<>(
				(carrier, key, value) -> {
					if (carrier != null) {
						carrier.put(key, value);
					}
				});
		sent.setCarrier(new HashMap<>());
		Observation.createNotStarted("call", () -> sent, this.registry).observe(() -> {
		});
		RequestReplyReceiverContext<Map<String, String>, Object> received = new RequestReplyReceiverContext<>(Map::get);
		received.setCarrier(sent.getCarrier());
		Observation.createNotStarted("answer", () -> received, this.registry).observe(() -> {
		});
		SpanData call = telemetry.getSpans().get(0);
		SpanData answer = telemetry.getSpans().get(1);
		assertThat(call.getKind()).isEqualTo(SpanKind.CLIENT);
		assertThat(answer.getKind()).isEqualTo(SpanKind.SERVER);
		assertThat(answer.getTraceId()).isEqualTo(call.getTraceId());
		assertThat(answer.getParentSpanId()).isEqualTo(call.getSpanId());
		assertThat(answer.getParentSpanContext().isRemote()).isTrue();
	}

	@Test
	void aSenderWithoutACarrierIsRecorded() {
		Observation
			.createNotStarted("sent", () -> new SenderContext<Object>((carrier, key, value) -> carrier.hashCode()),
					this.registry)
			.observe(() -> {
			});
		assertThat(span().getKind()).isEqualTo(SpanKind.PRODUCER);
	}

	@Test
	void aCarrierThatFailsHarmsNothing() {
		SenderContext<Object> sent = new SenderContext<>((carrier, key, value) -> {
			throw new UnsupportedOperationException("read only");
		});
		sent.setCarrier("message");
		String result = Observation.createNotStarted("sent", () -> sent, this.registry).observe(() -> "done");
		assertThat(result).isEqualTo("done");
		assertThat(span().getName()).isEqualTo("sent");
	}

	@Test
	void anErrorIsRecordedOnceHoweverOftenItIsTold() {
		IllegalStateException failure = new IllegalStateException("no");
		Observation observation = Observation.start("failing", this.registry);
		observation.error(failure);
		observation.error(failure);
		observation.stop();
		SpanData span = span();
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(span.getStatus().getDescription()).isEqualTo("no");
		assertThat(span.getAttributes().get(ErrorAttributes.ERROR_TYPE))
			.isEqualTo(IllegalStateException.class.getName());
		assertThat(span.getEvents()).hasSize(1);
	}

	@Test
	void theUserSeesTheSameException() {
		IllegalStateException failure = new IllegalStateException("no");
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> Observation.createNotStarted("failing", this.registry).observe((Runnable) () -> {
				throw failure;
			}))
			.isSameAs(failure);
		assertThat(span().getEvents()).hasSize(1);
	}

	@Test
	void anErrorThatIsOnlySetOnTheContextCounts() {
		Observation observation = Observation.start("failing", this.registry);
		observation.getContext().setError(new IllegalStateException());
		observation.stop();
		assertThat(span().getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
	}

	@Test
	void theSecondStopIsNotAnotherSpan() {
		Observation observation = Observation.start("once", this.registry);
		observation.stop();
		observation.getContext().setError(new IllegalStateException());
		observation.stop();
		assertThat(span().getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
	}

	@Test
	void aFilterMayReplaceTheContext() {
		this.registry.observationConfig().observationFilter((context) -> {
			Observation.Context replaced = new Observation.Context();
			replaced.setName(context.getName());
			replaced.addLowCardinalityKeyValue(KeyValue.of("region", "eu"));
			return replaced;
		});
		Observation.createNotStarted("filtered", this.registry).observe(() -> {
		});
		assertThat(span().getAttributes().get(AttributeKey.stringKey("region"))).isEqualTo("eu");
	}

	@Test
	void anObservationThatStartedBeforeTheBridgeWasThereIsLeftAlone() {
		ObservationRegistry late = ObservationRegistry.create();
		late.observationConfig().observationHandler((context) -> false);
		Observation early = Observation.start("early", late);
		ObservationBridge bridge = Bridges.bridge(telemetry.getOpenTelemetry(), this.environment);
		late.observationConfig().observationFilter(bridge).observationHandler(bridge);
		early.scoped(() -> Observation.start("late", late).stop());
		early.stop();
		assertThat(span().getName()).isEqualTo("late");
		assertThat(span().getParentSpanContext().isValid()).isFalse();
	}

	@Test
	void telemetryThatIsHandedOverIsNotObserved() {
		ExportThread.wrap(() -> Observation.createNotStarted("export", this.registry).observe(() -> {
		})).run();
		assertThat(telemetry.getSpans()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "spring.rabbit.stream.template,rabbit", "spring.batch.step,batch",
			"spring.integration.handler,integration", "graphql.request,graphql", "gen_ai.client.operation,ai",
			"spring.ai.tool,ai", "tasks.scheduled.execution,scheduling", "mine,observation" })
	void whatIsSwitchedOffIsNotRecordedInTheGenericWay(String name, String instrumentation) {
		Observation.createNotStarted(name, this.registry).observe(() -> {
		});
		assertThat(telemetry.getSpans()).hasSize(1);
		this.environment.setProperty("otel.instrumentation." + instrumentation + ".enabled", "false");
		ObservationRegistry off = Bridges.registry(telemetry.getOpenTelemetry(), this.environment);
		Observation.createNotStarted(name, off).observe(() -> {
		});
		assertThat(telemetry.getSpans()).hasSize(1);
	}

	@ParameterizedTest
	@CsvSource({ "grpc.server", "grpc.client", "mongodb.command", "jdbc.query", "spring.rabbit.template",
			"spring.rabbit.listener", "jms.message.publish", "jms.message.process", "spring.kafka.template", "lettuce",
			"r2dbc.query" })
	void whatIsRecordedElsewhereIsNeverRecorded(String name) {
		Observation.createNotStarted(name, this.registry).observe(() -> {
		});
		assertThat(telemetry.getSpans()).isEmpty();
	}

	@Test
	void securityIsOffByDefault() {
		Observation.createNotStarted("spring.security.filterchains", this.registry).observe(() -> {
		});
		assertThat(telemetry.getSpans()).isEmpty();
	}

	@Test
	void springsHttpIsNeverRecordedWhateverItsName() {
		Observation
			.createNotStarted("my.requests",
					() -> new ServerRequestObservationContext(new MockHttpServletRequest(),
							new MockHttpServletResponse()),
					this.registry)
			.observe(() -> {
			});
		Observation
			.createNotStarted("http.client.requests",
					() -> new ClientRequestObservationContext(
							new MockClientHttpRequest(HttpMethod.GET, URI.create("http://localhost/"))),
					this.registry)
			.observe(() -> {
			});
		assertThat(telemetry.getSpans()).isEmpty();
	}

	@Test
	void anotherLibrarysHttpIsRecorded() {
		Observation.createNotStarted("http.client.requests",
				() -> new RequestReplySenderContext<Object, Object>((carrier, key, value) -> {
				}), this.registry)
			.observe(() -> {
			});
		assertThat(span().getKind()).isEqualTo(SpanKind.CLIENT);
	}

	private SpanData span() {
		assertThat(telemetry.getSpans()).hasSize(1);
		return telemetry.getSpans().get(0);
	}

}
