// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.otelspring.test.AllocatedBytes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the bridge adds to the allocation of an observation.
 */
@Tag("allocation")
class ObservationAllocationTests {

	@ParameterizedTest
	@CsvSource({ "true, 1800", "false, 1300" })
	void observationsAllocateLittleMore(boolean sampled, long limit) {
		OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
			.setTracerProvider(
					SdkTracerProvider.builder().setSampler(sampled ? Sampler.alwaysOn() : Sampler.alwaysOff()).build())
			.build();
		ObservationRegistry bare = ObservationRegistry.create();
		bare.observationConfig().observationHandler(new Nothing());
		ObservationRegistry bridged = Bridges.registry(sdk);
		AllocatedBytes.measureAdded(() -> observe(bridged), () -> observe(bare),
				(added) -> assertThat(added).isLessThanOrEqualTo(limit));
	}

	private static void observe(ObservationRegistry registry) {
		Observation.createNotStarted("work", registry)
			.lowCardinalityKeyValue("a", "1")
			.lowCardinalityKeyValue("b", "2")
			.lowCardinalityKeyValue("c", "3")
			.observe(() -> {
			});
	}

	private static final class Nothing implements ObservationHandler<Observation.Context> {

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

	}

}
