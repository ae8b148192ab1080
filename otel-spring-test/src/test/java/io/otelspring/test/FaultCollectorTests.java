// SPDX-License-Identifier: Apache-2.0
package io.otelspring.test;

import java.util.List;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.otelspring.test.ReceivedRequest.Protocol;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The account of a collector that is broken and recovers, with the SDK's own exporters.
 */
class FaultCollectorTests {

	@AutoClose
	private final FaultCollector collector = FaultCollector.start();

	@ParameterizedTest
	@EnumSource(Protocol.class)
	void whatWasTakenInAndWhatOfItIsNotKnown(Protocol protocol) {
		String endpoint = (protocol == Protocol.HTTP) ? this.collector.httpEndpoint() : this.collector.grpcEndpoint();
		try (TestExporters exporters = TestExporters.to(endpoint, protocol, "none")) {
			exporters.span("before");
			assertThat(exporters.exportSpans().isSuccess()).isTrue();
			for (Fault fault : List.of(Fault.DOWN, Fault.RESETTING, Fault.BAD_REQUEST, Fault.UNAVAILABLE,
					Fault.BREAKING_TLS, Fault.ANSWERING_GARBAGE)) {
				this.collector.fail(fault);
				exporters.span(fault.name());
				assertThat(exporters.exportSpans().isSuccess()).as(fault.name()).isFalse();
			}
			assertThat(this.collector.taken(Signal.TRACES)).isEqualTo(1);
			this.collector.fail(Fault.REJECTING_ONE);
			exporters.span("rejected");
			exporters.exportSpans();
			this.collector.recover();
			exporters.span("after");
			assertThat(exporters.exportSpans().isSuccess()).isTrue();
		}
		assertThat(this.collector.taken(Signal.TRACES)).isEqualTo(3);
		assertThat(this.collector.rejected(Signal.TRACES)).isEqualTo(1);
		assertThat(this.collector.unacknowledged(Signal.TRACES)).isZero();
		assertThat(this.collector.received().spans()).extracting(ReceivedSpan::name)
			.containsExactly("before", "rejected", "after");
	}

}
