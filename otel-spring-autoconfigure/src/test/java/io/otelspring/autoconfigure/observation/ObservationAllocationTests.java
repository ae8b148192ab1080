// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.observation;

import java.lang.management.ManagementFactory;

import com.sun.management.ThreadMXBean;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the bridge adds to the allocation of an observation.
 */
class ObservationAllocationTests {

	private static final int CALLS = 10_000;

	private static final int ROUNDS = 8;

	private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	@ParameterizedTest
	@CsvSource({ "true, 2200", "false, 1200" })
	void observationsAllocateLittleMore(boolean sampled, long limit) {
		OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
			.setTracerProvider(
					SdkTracerProvider.builder().setSampler(sampled ? Sampler.alwaysOn() : Sampler.alwaysOff()).build())
			.build();
		ObservationRegistry bare = ObservationRegistry.create();
		bare.observationConfig().observationHandler(new Nothing());
		long added = bytes(Bridges.registry(sdk)) - bytes(bare);
		assertThat(added).isLessThanOrEqualTo(limit);
	}

	// The least of several rounds: compilers and caches come to rest at some point.
	private long bytes(ObservationRegistry registry) {
		long least = Long.MAX_VALUE;
		for (int round = 0; round < ROUNDS; round++) {
			long before = this.threads.getCurrentThreadAllocatedBytes();
			for (int i = 0; i < CALLS; i++) {
				Observation.createNotStarted("work", registry)
					.lowCardinalityKeyValue("a", "1")
					.lowCardinalityKeyValue("b", "2")
					.lowCardinalityKeyValue("c", "3")
					.observe(() -> {
					});
			}
			least = Math.min(least, (this.threads.getCurrentThreadAllocatedBytes() - before) / CALLS);
		}
		return least;
	}

	private static final class Nothing implements ObservationHandler<Observation.Context> {

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

	}

}
