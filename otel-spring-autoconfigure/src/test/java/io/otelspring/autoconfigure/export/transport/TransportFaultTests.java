// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.transport;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import io.otelspring.autoconfigure.export.transport.Answer.Kind;
import io.otelspring.autoconfigure.export.transport.TransportSettings.Carrier;
import io.otelspring.test.Fault;
import io.otelspring.test.FaultCollector;
import io.otelspring.test.Signal;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What each fault of a collector is to each carrier: on a connection that exists and on a
 * new one, and after it is over.
 */
class TransportFaultTests {

	private final FaultCollector collector = FaultCollector.start();

	private final Transports transports = new Transports(new ServerTime(), new TransportBeans(null));

	@AfterEach
	void stop() {
		this.transports.close();
		this.collector.close();
	}

	static Stream<Arguments> faults() {
		return Stream.of(Fault.values())
			.flatMap((fault) -> Stream.of(Carrier.values()).map((carrier) -> Arguments.of(fault, carrier)));
	}

	@ParameterizedTest
	@MethodSource("faults")
	void faultOnAConnectionThatExists(Fault fault, Carrier carrier) {
		Transport transport = transport(carrier);
		assertThat(send(carrier, transport).kind()).isEqualTo(Kind.ACCEPTED);
		this.collector.fail(fault);
		assertThat(send(fault, carrier, transport).kind()).isEqualTo(expected(fault, carrier));
		// HTTP/1.1 cannot tell an answer that is lost from a connection that was closed
		// for being idle
		check(fault, carrier, transport, (carrier == Carrier.HTTP || carrier == Carrier.ZIPKIN) ? 2 : 1);
	}

	@ParameterizedTest
	@MethodSource("faults")
	void faultOnANewConnection(Fault fault, Carrier carrier) {
		Transport transport = transport(carrier);
		this.collector.fail(fault);
		Answer answer = send(fault, carrier, transport);
		assertThat(answer.kind()).isEqualTo(expected(fault, carrier));
		assertThat((answer.kind() != Kind.ACCEPTED) ? answer.message() : "accepted").isNotBlank();
		if (fault == Fault.THROTTLING) {
			assertThat(answer.retryAfter()).isEqualTo(Duration.ofSeconds(1));
		}
		if (fault == Fault.REJECTING_ONE && carrier != Carrier.ZIPKIN) {
			assertThat(answer.rejected()).isEqualTo(1);
			assertThat(this.collector.rejected(Signal.TRACES)).isEqualTo(1);
		}
		check(fault, carrier, transport, 1);
	}

	private void check(Fault fault, Carrier carrier, Transport transport, int lostAnswers) {
		assertThat(this.collector.unacknowledged(Signal.TRACES))
			.isEqualTo((fault == Fault.LOSING_ANSWERS) ? lostAnswers : 0);
		this.collector.recover();
		// A connection that was given up may be met once more, and gRPC's own client
		// pauses after a connection that failed
		Awaitility.await()
			.pollDelay(Duration.ZERO)
			.atMost(Duration.ofMinutes(1))
			.until(() -> send(carrier, transport).kind() == Kind.ACCEPTED);
		assertThat(this.collector.taken(Signal.TRACES)).isEqualTo(this.collector.received().spans().size());
	}

	@ParameterizedTest
	@EnumSource(Carrier.class)
	void answerThatComesTooLateIsLost(Carrier carrier) {
		Transport transport = transport(carrier);
		assertThat(send(carrier, transport).kind()).isEqualTo(Kind.ACCEPTED);
		this.collector.slowness(Duration.ofSeconds(3));
		this.collector.fail(Fault.SLOW);
		Answer answer = transport.send(TransportTests.batch(carrier, "late"), Duration.ofMillis(300)).join();
		assertThat(answer.kind()).isEqualTo(Kind.RETRYABLE);
		this.collector.received().awaitSpan("late");
		this.collector.received()
			.await("the account", () -> (this.collector.unacknowledged(Signal.TRACES) == 1)
					? java.util.Optional.of(true) : java.util.Optional.empty());
		assertThat(this.collector.taken(Signal.TRACES)).isEqualTo(2);
	}

	private static Kind expected(Fault fault, Carrier carrier) {
		return switch (fault) {
			case SLOW, REJECTING_ONE, GOING_AWAY -> Kind.ACCEPTED;
			case BAD_REQUEST -> Kind.REFUSED;
			case SERVER_ERROR -> (carrier == Carrier.ZIPKIN) ? Kind.DOUBTFUL : Kind.REFUSED;
			default -> Kind.RETRYABLE;
		};
	}

	private Transport transport(Carrier carrier) {
		URI endpoint = TransportTests.endpoint(carrier, this.collector.httpEndpoint(), this.collector.grpcEndpoint());
		return this.transports.create(
				new TransportSettings(carrier, endpoint, "opentelemetry.proto.collector.trace.v1.TraceService/Export",
						() -> Map.of(), false, TlsSource.DEFAULT, null));
	}

	private static Answer send(Carrier carrier, Transport transport, Duration timeout) {
		return transport.send(TransportTests.batch(carrier, "a"), timeout).join();
	}

	// A server that hangs is the only one that is not waited for
	private static Answer send(Fault fault, Carrier carrier, Transport transport) {
		return send(carrier, transport, (fault == Fault.HANGING) ? Duration.ofMillis(500) : Duration.ofMinutes(1));
	}

	private static Answer send(Carrier carrier, Transport transport) {
		return send(carrier, transport, Duration.ofMinutes(1));
	}

}
